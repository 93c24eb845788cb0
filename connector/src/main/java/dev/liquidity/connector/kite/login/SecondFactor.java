package dev.liquidity.connector.kite.login;

import dev.liquidity.connector.kite.rest.Redaction;
import dev.liquidity.connector.kite.rest.Reply;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Chooses among the second factors that the server offers. */
final class SecondFactor {
    /** The server's two names for what a TOTP secret answers. */
    private static final Set<String> ANSWERABLE = Set.of("totp", "app_code");

    private SecondFactor() {}

    /**
     * The {@code twofa_type} to answer: the server's own choice if a TOTP secret can answer it, else the first such one
     * that is offered; {@code totp} if the server names none.
     *
     * @throws LoginRefusal if only others are offered
     */
    static String choose(Reply login, Redaction redaction) throws LoginRefusal {
        Set<String> offered = new LinkedHashSet<>();
        String chosen = login.text("data.twofa_type");
        if (chosen != null && !chosen.isBlank()) {
            offered.add(chosen);
        }
        login.fields().ifPresent(fields -> offered.addAll(fields.texts("data.twofa_types")));
        if (offered.isEmpty()) {
            return "totp";
        }
        for (String type : offered) {
            if (ANSWERABLE.contains(type)) {
                return type;
            }
        }
        List<String> shown = new ArrayList<>();
        offered.forEach(type -> shown.add(redaction.clean(type)));
        throw new LoginRefusal("the server asks for a second factor that a TOTP secret can't answer ("
                + String.join(", ", shown)
                + "); enable external TOTP in Kite (My profile, Password & security)"
                + " and put its secret in zerodha.totp_secret");
    }
}
