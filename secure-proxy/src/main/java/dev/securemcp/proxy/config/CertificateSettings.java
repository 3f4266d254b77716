package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Section.Entry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code certificates}: read once from their files. */
final class CertificateSettings {

    private static final int MAX_BYTES = 256 * 1024;

    private final Path directory;
    private final NamedValueSettings namedValues;
    private final Instant now;
    private final Faults faults;

    CertificateSettings(Path directory, NamedValueSettings namedValues, Instant now, Faults faults) {
        this.directory = directory;
        this.namedValues = namedValues;
        this.now = now;
        this.faults = faults;
    }

    Map<String, CertificateConfig> read(Map<String, Section> sections) {
        Map<String, CertificateConfig> certificates = new LinkedHashMap<>();
        sections.forEach((name, section) -> {
            Optional<String> password = section.entry("password")
                    .map(entry -> namedValues.resolve(entry).map(Secret::reveal))
                    .orElse(Optional.of(""));
            Optional<Pkcs12.KeyEntry> entry =
                    section.entry("file").flatMap(file -> password.flatMap(secret -> keyEntry(file, secret)));
            entry.ifPresent(found -> {
                warnOfItsTime(section, found);
                certificates.put(name, new CertificateConfig(name, found, section.position()));
            });
        });
        return certificates;
    }

    private Optional<Pkcs12.KeyEntry> keyEntry(Entry file, String password) {
        String problem;
        Optional<Path> path = SecretFiles.resolve(directory, file.text());
        try {
            if (path.isPresent()) {
                return Optional.of(Pkcs12.read(BoundedFiles.readBytes(path.get(), MAX_BYTES), password));
            }
            problem = "has a name that cannot be";
        } catch (BoundedFiles.Unreadable e) {
            problem = e.getMessage();
        } catch (IllegalArgumentException e) {
            problem = "cannot be used: " + e.getMessage();
        }
        faults.error(
                file.position(),
                file.path(),
                (file.open() ? "the file " + file.text() : "the file") + " " + problem,
                "expected a PKCS#12 file (.p12, .pfx) with a certificate and its key; paths are relative to the directory of "
                        + file.position().file());
        return Optional.empty();
    }

    private void warnOfItsTime(Section section, Pkcs12.KeyEntry entry) {
        Instant end = entry.chain().getFirst().getNotAfter().toInstant();
        Instant begin = entry.chain().getFirst().getNotBefore().toInstant();
        if (!now.isBefore(end)) {
            faults.warning(section.position(), section.path(), "the certificate expired on " + end, "renew it");
        } else if (now.isBefore(begin)) {
            faults.warning(section.position(), section.path(), "the certificate is not valid before " + begin, "");
        }
    }
}
