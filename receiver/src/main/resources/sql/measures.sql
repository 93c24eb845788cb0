-- All measures.
SELECT to_json(list({'name': name, 'unit': unit, 'meaning': meaning})) FROM (VALUES {described}) m(name, unit, meaning)
