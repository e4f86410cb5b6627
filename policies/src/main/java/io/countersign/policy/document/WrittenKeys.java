package io.countersign.policy.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Keys by their path, each with its values as a document writes them. An item of a list is known by its name, or else by its number. */
final class WrittenKeys implements Lines {
    private static final String NAME = "name";

    private Map<String, List<String>> keys = new LinkedHashMap<>();
    private String path = "";

    Map<String, List<String>> all() {
        return keys;
    }

    @Override
    public void plain(String key, String value) {
        keys.put(path + key, List.of(value));
    }

    @Override
    public void text(String key, String value) {
        plain(key, YamlLines.quoted(value));
    }

    @Override
    public void texts(String key, List<String> values) {
        keys.put(path + key, values.stream().map(YamlLines::quoted).toList());
    }

    @Override
    public void mapping(String key, Runnable content) {
        String above = path;
        path = above + key + '.';
        content.run();
        path = above;
    }

    @Override
    public <T> void list(String key, List<T> items, Consumer<T> content) {
        Map<String, List<String>> above = keys;
        String abovePath = path;
        path = "";
        for (int number = 1; number <= items.size(); number++) {
            keys = new LinkedHashMap<>();
            content.accept(items.get(number - 1));
            String item = keys.containsKey(NAME) ? keys.get(NAME).getFirst() : Integer.toString(number);
            String at = abovePath + key + '.' + item + '.';
            keys.forEach((below, values) -> above.put(at + below, values));
        }
        keys = above;
        path = abovePath;
    }
}
