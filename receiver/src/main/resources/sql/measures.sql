-- All measures.
SELECT to_json([{all}])
