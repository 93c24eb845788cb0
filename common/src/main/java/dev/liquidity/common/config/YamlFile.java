package dev.liquidity.common.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.scanner.ScannerException;

/**
 * Reads a YAML file into key paths and texts as they were written. It stops at YAML's nodes, before they become
 * objects: the type of a value is its key's {@link Kind}, not what YAML 1.1 takes it for, to which {@code 08:45} is a
 * number and {@code no} a boolean.
 */
final class YamlFile {
    private static final int MAX_BYTES = 256 * 1024;
    private static final String NO_SECTION = "must contain keys (name: value), one per line";
    private static final Set<Tag> PLAIN_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.TIMESTAMP, Tag.NULL, Tag.MERGE);

    private final Map<String, Written> values = new LinkedHashMap<>();
    private final String origin;
    private final Faults faults;

    private YamlFile(String origin, Faults faults) {
        this.origin = origin;
        this.faults = faults;
    }

    /**
     * The values of the keys in {@link Schema}; any other key is a fault, and so is one given twice. Empty and null
     * values are left out.
     *
     * @param origin what follows a key's path to tell the file; empty for the main one
     * @throws Unfit if it is not a YAML file with sections
     */
    static Map<String, Written> read(Path file, String origin, Faults faults) throws Unfit {
        return parse("", text(file), origin, faults);
    }

    /** The values of a section's keys in a text that holds nothing else; by key path, as are the faults. */
    static Map<String, Written> parse(String section, String text, String origin, Faults faults) throws Unfit {
        YamlFile yaml = new YamlFile(origin, faults);
        Node root = parse(text);
        if (root != null && !isNull(root)) {
            if (!(root instanceof MappingNode)) {
                throw new Unfit(NO_SECTION);
            }
            yaml.section(section, root);
        }
        return yaml.values;
    }

    static String text(Path file) throws Unfit {
        if (Files.isDirectory(file)) {
            throw new Unfit("is a directory; name the file in it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new Unfit("is larger than " + MAX_BYTES / 1024 + " KiB, too large for a configuration");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Unfit("is not UTF-8 text");
        } catch (IOException e) {
            throw new Unfit("can't be read: " + e.getMessage());
        }
    }

    /** The document's root. Faults leave out the snippet of YAML's own messages, which may show a password. */
    private static Node parse(String text) throws Unfit {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(20);
        options.setCodePointLimit(MAX_BYTES);
        try {
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null
                    ? ""
                    : " at line " + (e.getProblemMark().getLine() + 1) + ", column "
                            + (e.getProblemMark().getColumn() + 1);
            // Of all problems only the scanner's never quote the text.
            String problem = e instanceof ScannerException ? ": " + e.getProblem() : "";
            throw new Unfit("is not valid YAML" + where + problem
                    + " (a value that begins with one of @ ` % & * ! | > { [ needs quotes)");
        } catch (YAMLException e) {
            throw new Unfit("is not valid YAML: it contains a character that is not allowed, or is nested too deeply");
        }
    }

    private void section(String path, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            fault(path, NO_SECTION);
            return;
        }
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                fault(path.isEmpty() ? "file" : path, "has a key that is not a word at line " + line(tuple));
                continue;
            }
            String child = path.isEmpty() ? name.getValue() : path + "." + name.getValue();
            if (!seen.add(child)) {
                fault(child, "is given twice; the second is at line " + line(tuple));
            } else if (name.getValue().indexOf('.') >= 0) {
                fault(
                        child,
                        "unknown key; write the parts of a name on separate lines, each indented below the one before");
            } else if (Schema.keys().containsKey(child)) {
                value(child, tuple.getValueNode());
            } else if (Schema.sections().contains(child)) {
                if (!isNull(tuple.getValueNode())) {
                    section(child, tuple.getValueNode());
                }
            } else {
                fault(child, "unknown key" + Schema.suggestion(path, name.getValue()));
            }
        }
    }

    private void value(String path, Node node) {
        if (isNull(node)) {
            return;
        }
        if (node instanceof ScalarNode scalar) {
            if (!PLAIN_TAGS.contains(scalar.getTag())) {
                fault(path, "begins with !, which YAML reads as a tag; put the value in quotes");
            } else if (!scalar.getValue().isBlank()) {
                values.put(path, Written.one(path + origin, scalar.getValue()));
            }
        } else if (node instanceof MappingNode mapping && isOfRows(path)) {
            values.put(path, new Written(path + origin, List.of(), List.of(row(mapping)), true));
        } else if (node instanceof SequenceNode sequence) {
            List<String> texts = new ArrayList<>();
            List<Map<String, String>> rows = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                if (isOfRows(path) && item instanceof MappingNode mapping) {
                    rows.add(row(mapping));
                } else if (item instanceof ScalarNode scalar && !isNull(item)) {
                    texts.add(scalar.getValue());
                } else {
                    fault(path, "must be a list of plain values");
                    return;
                }
            }
            values.put(path, new Written(path + origin, List.copyOf(texts), List.copyOf(rows), true));
        } else {
            fault(path, "must be a value, not keys of its own; a text with braces needs quotes");
        }
    }

    private void fault(String path, String what) {
        faults.add(path + origin, what);
    }

    /** Whether a key's items have keys of their own. */
    private static boolean isOfRows(String path) {
        return path.equals(Schema.SPECIAL_SESSIONS.path());
    }

    /** The keys of an item with their plain values; any other value is left out, as is a second of one key. */
    private static Map<String, String> row(MappingNode item) {
        Map<String, String> row = new LinkedHashMap<>();
        for (NodeTuple tuple : item.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode name && tuple.getValueNode() instanceof ScalarNode value) {
                row.putIfAbsent(name.getValue(), value.getValue());
            }
        }
        return row;
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    private static int line(NodeTuple tuple) {
        return tuple.getKeyNode().getStartMark().getLine() + 1;
    }
}
