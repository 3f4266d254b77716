package dev.securemcp.ship;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Dockerfile, as far as it is used here: stages of instructions, each with a keyword in capitals. */
record Dockerfile(Map<String, String> arguments, Map<String, Stage> stages) {

    static final String PATH = "src/images/Dockerfile";

    private static final Pattern FROM = Pattern.compile("(\\S+) AS (\\S+)");

    /** @param text what follows the keyword, with its continuation lines */
    record Instruction(String keyword, String text) {

        List<String> words() {
            return List.of(text.trim().split("\\s+"));
        }

        /** The words of the form {@code ["a", "b"]}; fails for the form that needs a shell. */
        List<String> exec() {
            JsonNode array = Repository.json(text.substring(text.indexOf('[')));
            return Rendered.each(array).map(JsonNode::asText).toList();
        }
    }

    /** @param base the name of another stage, or an image */
    record Stage(String name, String base, List<Instruction> instructions) {}

    static Dockerfile read() {
        Map<String, String> arguments = new LinkedHashMap<>();
        Map<String, Stage> stages = new LinkedHashMap<>();
        Stage stage = null;
        for (Instruction instruction : instructions(Repository.text(PATH))) {
            if (instruction.keyword.equals("FROM")) {
                Matcher from = FROM.matcher(instruction.text);
                if (!from.matches()) {
                    throw new AssertionError("a stage without a name: FROM " + instruction.text);
                }
                stage = new Stage(from.group(2), from.group(1), new ArrayList<>());
                stages.put(stage.name, stage);
            } else if (stage == null) {
                String[] argument = instruction.text.split("=", 2);
                arguments.put(argument[0], argument[1]);
            } else {
                stage.instructions.add(instruction);
            }
        }
        return new Dockerfile(arguments, stages);
    }

    private static List<Instruction> instructions(String text) {
        List<Instruction> instructions = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : text.lines()
                .filter(line -> !line.stripLeading().startsWith("#"))
                .toList()) {
            open.append(line.endsWith("\\") ? line.substring(0, line.length() - 1) : line);
            if (!line.endsWith("\\")) {
                if (!open.toString().isBlank()) {
                    String[] parts = open.toString().strip().split("\\s+", 2);
                    instructions.add(new Instruction(parts[0], parts[1]));
                }
                open.setLength(0);
            }
        }
        return instructions;
    }

    /** The instructions that make an image, those of the stages it is built on first; of the image's own stages only. */
    List<Instruction> image(String target) {
        Stage stage = stages.get(target);
        List<Instruction> below = stages.containsKey(stage.base) ? image(stage.base) : List.of();
        return Stream.concat(below.stream(), stage.instructions.stream()).toList();
    }

    /** The image from a registry that a target is built on. */
    String origin(String target) {
        Stage stage = stages.get(target);
        return stages.containsKey(stage.base) ? origin(stage.base) : stage.base;
    }

    Instruction last(String target, String keyword) {
        return image(target).stream()
                .filter(instruction -> instruction.keyword.equals(keyword))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError(target + " has no " + keyword));
    }

    /** What ENV sets. */
    Map<String, String> environment(String target) {
        Map<String, String> environment = new LinkedHashMap<>();
        image(target).stream()
                .filter(instruction -> instruction.keyword.equals("ENV"))
                .flatMap(instruction -> instruction.words().stream())
                .map(word -> word.split("=", 2))
                .forEach(pair -> environment.put(pair[0], pair[1]));
        return environment;
    }
}
