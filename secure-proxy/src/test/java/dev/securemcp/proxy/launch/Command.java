package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.policy.Leniency;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the command in this process and keeps what it printed. */
final class Command {

    final Map<String, String> environment = new HashMap<>();
    final List<Path> served = new ArrayList<>();
    String input = "";
    int serveResult;
    RuntimeException serveFailure;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    int run(Object... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Surroundings surroundings = new Surroundings(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                name -> Optional.ofNullable(environment.get(name)),
                Clock.fixed(Instant.parse("2026-10-01T00:00:00Z"), ZoneOffset.UTC),
                this::serve,
                new OnePolicyFault());
        String[] texts = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            texts[i] = args[i].toString();
        }
        return Main.run(surroundings, texts);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    private int serve(Path configuration, Leniency leniency) {
        served.add(configuration);
        if (serveFailure != null) {
            throw serveFailure;
        }
        return serveResult;
    }

    /** Finds a fault in every document whose name begins with {@code bad}, and a warning in {@code odd}. */
    private static final class OnePolicyFault implements PolicyCheck {
        @Override
        public void check(Configuration configuration, Leniency leniency, Faults faults) {
            configuration.fragments().forEach((name, source) -> judge(name, source.position(), faults));
        }

        @Override
        public void check(Path policy, Leniency leniency, Faults faults) {
            judge(policy.getFileName().toString(), new Position(policy.toString(), 3, 7), faults);
        }

        private static void judge(String name, Position position, Faults faults) {
            if (name.startsWith("bad")) {
                faults.error(position, "inbound/x", "unknown element x", "take it out");
            } else if (name.startsWith("odd")) {
                faults.warning(position, "inbound/trace", "does nothing here", "");
            }
        }
    }
}
