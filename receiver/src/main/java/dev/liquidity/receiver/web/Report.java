package dev.liquidity.receiver.web;

import dev.liquidity.common.config.Settings;
import dev.liquidity.receiver.archive.DayTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a day of an underlying as one file: the dashboard's page, with all it needs and the answers in it. */
public final class Report {
    private static final int TIMEOUT_SECONDS = 120;
    private static final Pattern FILE = Pattern.compile(
            "<link rel=\"stylesheet\" href=\"(/[^\"]+)\">|<script src=\"(/[^\"]+)\"( type=\"module\")?[^>]*></script>");
    private static final Pattern IMPORT = Pattern.compile("(?<=from )['\"]\\./([a-z]+\\.js)['\"]");

    /** Nothing is loaded from elsewhere. */
    private static final String POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
            + " script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data:\">\n";

    private final Answers answers;
    private final LocalDate date;
    private final String underlying;

    private Report(Answers answers, LocalDate date, String underlying) {
        this.answers = answers;
        this.date = date;
        this.underlying = underlying;
    }

    /**
     * Writes it.
     *
     * @param csv a directory for the numbers; null for none
     */
    public static void write(Settings.Persistence settings, LocalDate date, String underlying, Path file, Path csv)
            throws IOException {
        try (DayTables tables = new DayTables(settings, TIMEOUT_SECONDS)) {
            Answers answers = new Answers(tables);
            Files.writeString(file, new Report(answers, date, underlying).html());
            if (csv != null) {
                Files.createDirectories(csv);
                for (String name : new String[] {"by-minute", "by-instrument"}) {
                    answers.write(name, date, Map.of("underlying", underlying), csv.resolve(name + ".csv"));
                }
            }
        }
    }

    private String html() throws IOException {
        String json =
                "<script type=\"application/json\" id=\"report\">" + json().replace("<", "\\u003c") + "</script>\n";
        StringBuilder html = new StringBuilder();
        Matcher file = FILE.matcher(text("/index.html").replace("</head>", POLICY + json + "</head>"));
        while (file.find()) {
            String script = file.group(2) == null ? "" : module(file.group(2)).replace("</script", "<\\/script");
            file.appendReplacement(
                    html,
                    Matcher.quoteReplacement(
                            file.group(1) != null
                                    ? "<style>" + text(file.group(1)) + "</style>"
                                    : "<script" + (file.group(3) == null ? "" : file.group(3)) + ">" + script
                                            + "</script>"));
        }
        return file.appendTail(html).toString();
    }

    /** The answers that the page asks for, by their requests. */
    private String json() throws IOException {
        Map<String, String> about = Map.of("date", date.toString(), "underlying", underlying);
        String[] found = answers.answer("report", about).split("\\|", -1);
        StringBuilder json =
                new StringBuilder("{\"date\":\"" + date + "\",\"underlying\":\"" + underlying + "\",\"answers\":{");
        for (String line : text("/report.txt").split("\n")) {
            String path = line.replace("{date}", date.toString())
                    .replace("{underlying}", underlying)
                    .replace("{expiry}", found[0])
                    .replace("{futures}", found[1])
                    .replace("{spot}", found[2]);
            Map<String, String> values = new HashMap<>();
            for (String value : path.replaceFirst(".*\\?", "").split("&")) {
                values.put(value.replaceFirst("=.*", ""), value.replaceFirst(".*=", ""));
            }
            if (!values.containsValue("")) {
                json.append(json.charAt(json.length() - 1) == '{' ? "\"" : ",\"")
                        .append(path)
                        .append("\":")
                        .append(answers.answer(path.replaceFirst("/api/(\\w+).*", "$1"), values));
            }
        }
        return json.append("}}").toString();
    }

    /** A module's text, in which those that it imports are, as addresses of their own. */
    private static String module(String path) throws IOException {
        StringBuilder text = new StringBuilder();
        Matcher imported = IMPORT.matcher(text(path));
        while (imported.find()) {
            byte[] module = module("/js/" + imported.group(1)).getBytes(StandardCharsets.UTF_8);
            String address =
                    "data:text/javascript;base64," + Base64.getEncoder().encodeToString(module);
            imported.appendReplacement(text, Matcher.quoteReplacement("'" + address + "'"));
        }
        return imported.appendTail(text).toString();
    }

    private static String text(String path) throws IOException {
        return new String(Dashboard.file(path), StandardCharsets.UTF_8);
    }
}
