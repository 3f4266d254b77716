package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Section.Entry;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code address-lists}: files of addresses, one entry a line, as block lists are published: an address, a CIDR range, or two
 * addresses with {@code -} between them; what follows {@code #} or {@code ;} is a comment.
 */
final class AddressListSettings {

    /** Faulty lines of one file that are told one by one. */
    private static final int MAX_TOLD = 5;

    private final NamedFiles files;
    private final Faults faults;

    AddressListSettings(Path directory, Limits limits, Faults faults) {
        this.files = new NamedFiles(directory, limits, faults);
        this.faults = faults;
    }

    Map<String, AddressSet> read(Map<String, Entry> entries) {
        Map<String, AddressSet> lists = new LinkedHashMap<>();
        entries.forEach((name, entry) ->
                files.read(entry, Limit.ADDRESS_LIST).ifPresent(text -> lists.put(name, list(entry, text))));
        return lists;
    }

    private AddressSet list(Entry file, String text) {
        AddressSet.Builder addresses = new AddressSet.Builder();
        List<String> lines = text.lines().toList();
        int faulty = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = withoutComment(lines.get(i)).strip();
            Optional<String> problem = line.isEmpty() ? Optional.empty() : add(addresses, line);
            if (problem.isPresent() && ++faulty <= MAX_TOLD) {
                faults.error(
                        new Position(file.open() ? file.text() : "the file", i + 1, 0),
                        file.path(),
                        problem.get(),
                        "write one entry a line: 192.0.2.1, 198.51.100.0/24, 2001:db8::/32 or 192.0.2.1-192.0.2.9");
            }
        }
        if (faulty > MAX_TOLD) {
            faults.error(
                    file.position(),
                    file.path(),
                    "and " + (faulty - MAX_TOLD) + " more lines of " + NamedFiles.name(file) + " are no addresses",
                    "");
        }
        AddressSet set = addresses.build();
        if (set.isEmpty() && faulty == 0) {
            faults.warning(file.position(), file.path(), NamedFiles.name(file) + " holds no address", "");
        }
        return set;
    }

    /** Adds a line's addresses; what is wrong with it where nothing was added. */
    private static Optional<String> add(AddressSet.Builder addresses, String line) {
        int dash = line.indexOf('-');
        if (dash < 0) {
            Optional<AddressRange> range = AddressRange.parse(line);
            range.ifPresent(addresses::add);
            return range.isPresent() ? Optional.empty() : Optional.of("the line is no address");
        }
        InetAddress first = AddressText.parse(line.substring(0, dash).strip());
        InetAddress last = AddressText.parse(line.substring(dash + 1).strip());
        if (first == null || last == null) {
            return Optional.of("the line is no range of addresses");
        }
        try {
            addresses.add(first, last);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static String withoutComment(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '#' || line.charAt(i) == ';') {
                return line.substring(0, i);
            }
        }
        return line;
    }
}
