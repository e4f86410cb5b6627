package io.countersign.radius.administration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says which names of a list stand in another place than before, and where new ones stand. As few as possible have moved: those that stay are
 * the most that stand among themselves as they did.
 */
final class ChangedOrder {
    private final Map<String, String> places = new HashMap<>();
    private final List<String> moves = new ArrayList<>();

    /** Of two lists without doubles. */
    ChangedOrder(List<String> before, List<String> after) {
        var known = new HashMap<String, Integer>();
        before.forEach(name -> known.put(name, known.size()));
        var staying = staying(after.stream().filter(known::containsKey).toList(), known);
        var next = "";
        for (var name : after.reversed()) {
            if (staying.contains(name)) {
                next = name;
            } else if (known.containsKey(name)) {
                moves.addFirst(name + ": moved " + (next.isEmpty() ? "to the end" : "before " + next));
            } else if (!next.isEmpty()) {
                places.put(name, ", before " + next);
            }
        }
    }

    /** Where a new one stands, as the end of a line about it; empty if at the end. */
    String place(String name) {
        return places.getOrDefault(name, "");
    }

    /** One line for each that has moved, in the new order. */
    List<String> moves() {
        return List.copyOf(moves);
    }

    /** The longest sequence of names whose places rise. */
    private static Set<String> staying(List<String> names, Map<String, Integer> place) {
        int[] places = names.stream().mapToInt(place::get).toArray();
        int[] lowest = new int[places.length]; // by length: the lowest place with which a sequence of it ends
        int[] ends = new int[places.length]; // where that one is
        int[] previous = new int[places.length];
        int longest = 0;
        for (int i = 0; i < places.length; i++) {
            int length = -1 - Arrays.binarySearch(lowest, 0, longest, places[i]);
            previous[i] = length == 0 ? -1 : ends[length - 1];
            lowest[length] = places[i];
            ends[length] = i;
            longest = Math.max(longest, length + 1);
        }
        var staying = new HashSet<String>();
        for (int i = longest == 0 ? -1 : ends[longest - 1]; i >= 0; i = previous[i]) {
            staying.add(names.get(i));
        }
        return staying;
    }
}
