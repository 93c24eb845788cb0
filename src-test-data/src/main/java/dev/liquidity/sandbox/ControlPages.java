package dev.liquidity.sandbox;

import dev.liquidity.sandbox.http.HttpServer;
import dev.liquidity.sandbox.http.Json;
import dev.liquidity.sandbox.http.Reply;
import dev.liquidity.sandbox.http.Request;
import dev.liquidity.sandbox.ledger.Ledger;
import dev.liquidity.sandbox.ticker.Flow;
import dev.liquidity.sandbox.ticker.Malformation;
import dev.liquidity.sandbox.ticker.Rate;
import dev.liquidity.sandbox.ticker.SocketReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The controls over HTTP: {@code GET /sandbox/state}, {@code POST /sandbox/flush}, {@code POST /sandbox/flow} and
 * {@code POST /sandbox/faults/…}. Parameters are in the query; {@code socket} is a number, or 0 for all.
 */
final class ControlPages implements HttpServer.Pages {
    private final Faults faults;
    private final Flow flow;
    private final Supplier<List<SocketReport>> sockets;
    private final Ledger ledger;

    /**
     * @param sockets reports on every socket since the start, the oldest first
     * @param ledger null for none
     */
    ControlPages(Faults faults, Flow flow, Supplier<List<SocketReport>> sockets, Ledger ledger) {
        this.faults = faults;
        this.flow = flow;
        this.sockets = sockets;
        this.ledger = ledger;
    }

    @Override
    public Reply answer(Request request) {
        try {
            String path = request.path().substring("/sandbox/".length());
            if (path.equals("state")) {
                return state();
            }
            if (!request.method().equals("POST")) {
                return Reply.error(405, "InputException", "POST it");
            }
            if (path.equals("flush")) {
                if (ledger != null) {
                    ledger.flush();
                }
                return state();
            }
            if (path.equals("flow")) {
                return flow(request);
            }
            return path.startsWith("faults/")
                    ? fault(path.substring("faults/".length()), request)
                    : Reply.error(404, "InputException", "no such control: " + path);
        } catch (IllegalArgumentException e) {
            return Reply.error(400, "InputException", String.valueOf(e.getMessage()));
        }
    }

    private Reply flow(Request request) {
        String running = request.query("running");
        String rate = request.query("rate");
        if (rate != null) {
            flow.rate(Rate.parse(rate));
        }
        if (running != null) {
            flow.running(Boolean.parseBoolean(running));
        }
        return state();
    }

    private Reply fault(String name, Request request) {
        int socket = number(request, "socket", 0);
        int count = number(request, "count", 1);
        Duration duration = Duration.ofMillis((long) (1_000 * decimal(request, "seconds", 0)));
        return switch (name) {
            case "cut" -> done(() -> faults.cut(socket));
            case "close" -> done(() -> faults.close(socket, number(request, "code", 1001)));
            case "silence" ->
                done(() -> faults.silence(socket, duration, !"false".equals(request.query("heartbeats"))));
            case "malformed" -> done(() -> faults.malform(socket, kind(request)));
            case "burst" -> done(() -> faults.burst(socket, count));
            case "text" -> done(() -> faults.text(socket, request.query("json")));
            case "refuse" -> {
                int status = number(request, "status", 403);
                if (duration.isZero()) {
                    faults.refuseHandshakes(status, count);
                } else {
                    faults.refuseHandshakes(status, duration);
                }
                yield done(() -> count);
            }
            case "dead-token" -> done(faults::killTokens);
            case "totp" -> done(() -> faults.failTotp(count));
            case "502" -> done(() -> faults.badGateway(count));
            case "page" -> done(() -> faults.page(count));
            case "429" -> done(() -> faults.tooManyRequests(count));
            case "clock" -> done(() -> faults.skewClock(duration));
            case "twofa-type" -> done(() -> faults.twofaType(request.query("type")));
            case "data-plan" -> done(() -> faults.dataPlan(flag(request)));
            case "authorised" -> done(() -> faults.authorised(flag(request)));
            case "evict" -> done(() -> faults.evictOldest(flag(request)));
            case "clear" -> done(faults::clear);
            default -> Reply.error(404, "InputException", "no such fault: " + name);
        };
    }

    private static Malformation kind(Request request) {
        String kind = request.query("kind");
        return Malformation.valueOf((kind == null ? "garbage" : kind).toUpperCase(Locale.ROOT));
    }

    private static boolean flag(Request request) {
        return !"false".equals(request.query("on"));
    }

    private static int number(Request request, String name, int otherwise) {
        String value = request.query(name);
        return value == null || value.equals("all") ? otherwise : Integer.parseInt(value);
    }

    private static double decimal(Request request, String name, double otherwise) {
        String value = request.query(name);
        return value == null ? otherwise : Double.parseDouble(value);
    }

    private static Reply done(Runnable fault) {
        fault.run();
        return done(() -> 1);
    }

    private static Reply done(IntSupplier fault) {
        int struck = fault.getAsInt();
        return Reply.json(200, new Json().success(json -> json.writeNumberField("struck", struck)));
    }

    private Reply state() {
        return Reply.json(200, new Json().write(json -> {
                    json.writeStartObject();
                    json.writeNumberField("ticks_sent", flow.sent());
                    json.writeBooleanField("running", flow.running());
                    json.writeStringField("rate", flow.rate().toString());
                    json.writeStringField(
                            "ledger", ledger == null ? "" : ledger.file().toString());
                    json.writeArrayFieldStart("sockets");
                    for (SocketReport socket : sockets.get()) {
                        json.writeStartObject();
                        json.writeNumberField("id", socket.id());
                        json.writeBooleanField("open", socket.end() == null);
                        json.writeNumberField("subscriptions", socket.subscriptions());
                        json.writeNumberField("ticks", socket.ticks());
                        json.writeNumberField("frames", socket.frames());
                        json.writeNumberField("bytes", socket.bytes());
                        json.writeStringField("end", socket.end());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }));
    }
}
