package io.entroscope.core.ablate;

import io.entroscope.core.ort.HeldTensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way through a model's parts that gives its output without some candidates: only what differs
 * from another route, whose tensors are at hand, is run.
 *
 * @param out the candidates that are out
 * @param steps what is done, in order
 * @param made the tensors that the steps give, which differ from those without them
 * @param stale the tensors that would differ, too, and are not made because nothing needs them
 */
record Route(Set<String> out, List<Step> steps, Set<String> made, Set<String> stale) {
  /** Nothing is out, and nothing was run. */
  static final Route NONE = new Route(Set.of(), List.of(), Set.of(), Set.of());

  Route {
    out = Set.copyOf(out);
    steps = List.copyOf(steps);
    made = Set.copyOf(made);
    stale = Set.copyOf(stale);
  }

  /** A step of a route. */
  sealed interface Step {
    /** A tensor is another one. */
    record Same(String tensor, String other) implements Step {}

    /** A part is run. */
    record Run(Part part) implements Step {}
  }

  /** Does the steps above the tensors of the route below. */
  void follow(HeldTensors held) {
    for (Step step : steps) {
      if (step instanceof Step.Same same) {
        held.alias(same.tensor(), same.other());
      } else if (step instanceof Step.Run run) {
        held.run(run.part().engine(), run.part().inputs(), run.part().outputs());
      }
    }
  }

  /** How many parts are run. */
  long runs() {
    return steps.stream().filter(Step.Run.class::isInstance).count();
  }

  /** Finds the routes of a model. */
  static final class Finder {
    private final Map<String, Part> parts;
    private final Map<String, Detour> detours;
    private final List<String> order;
    private final String output;

    /**
     * The model.
     *
     * @param order all tensors that parts make, each behind what it is made of
     * @param parts what makes each of them
     * @param detours what becomes of them without each candidate
     * @param output the one that is wanted
     */
    Finder(
        List<String> order, Map<String, Part> parts, Map<String, Detour> detours, String output) {
      this.order = order;
      this.parts = parts;
      this.detours = detours;
      this.output = output;
    }

    /** All parts of the whole model, in order. */
    Route whole() {
      Set<Part> all = new LinkedHashSet<>();
      order.forEach(tensor -> all.add(part(tensor)));
      List<Step> steps = new ArrayList<>();
      all.forEach(part -> steps.add(new Step.Run(part)));
      return new Route(Set.of(), steps, Set.copyOf(order), Set.of());
    }

    private Part part(String tensor) {
      Part part = parts.get(tensor);
      if (part == null) {
        throw new IllegalArgumentException("no part makes " + tensor);
      }
      return part;
    }

    /**
     * The route without some candidates, above another from which they are not all out.
     *
     * @param below what has been followed already; {@link #NONE} after {@link #whole}
     * @param out all candidates to be out, those of the route below too; none overlap
     */
    Route without(Route below, Set<String> out) {
      return new Search(below, out).route();
    }

    private final class Search {
      private final Route below;
      private final Set<String> out;
      private final Map<String, String> same = new HashMap<>();
      private final Map<String, Part> made = new HashMap<>();
      private final Set<String> turned = new HashSet<>();
      private final Map<String, Boolean> differs = new HashMap<>();
      private final List<Step> steps = new ArrayList<>();
      private final Set<Part> run = new HashSet<>();

      private Search(Route below, Set<String> out) {
        this.below = below;
        this.out = out;
        for (String name : out) {
          Detour detour = detour(name);
          same.putAll(detour.same());
          made.putAll(detour.made());
          if (!below.out().contains(name)) {
            turned.addAll(detour.same().keySet());
            turned.addAll(detour.made().keySet());
          }
        }
      }

      private Detour detour(String name) {
        Detour detour = detours.get(name);
        if (detour == null) {
          throw new IllegalArgumentException("no candidate " + name);
        }
        return detour;
      }

      private Route route() {
        visit(output);
        Set<String> given = new HashSet<>();
        differs.forEach(
            (tensor, different) -> {
              if (different) {
                given.add(tensor);
              }
            });
        Set<String> stale = new HashSet<>(below.stale());
        Set<String> different = new HashSet<>(given);
        different.addAll(stale);
        for (String tensor : order) {
          if (!given.contains(tensor) && (turned.contains(tensor) || takes(tensor, different))) {
            different.add(tensor);
            stale.add(tensor);
          }
        }
        stale.removeAll(given);
        return new Route(out, steps, given, stale);
      }

      private boolean takes(String tensor, Set<String> some) {
        String other = same.get(tensor);
        return other != null
            ? some.contains(other)
            : source(tensor).inputs().stream().anyMatch(some::contains);
      }

      private Part source(String tensor) {
        Part otherwise = made.get(tensor);
        return otherwise != null ? otherwise : part(tensor);
      }

      /** Makes a tensor if it differs from that of the route below; whether it does. */
      private boolean visit(String tensor) {
        Boolean known = differs.get(tensor);
        if (known != null) {
          return known;
        }
        if (!parts.containsKey(tensor)) {
          return false;
        }
        @Nullable String other = same.get(tensor);
        boolean different = turned.contains(tensor) || below.stale().contains(tensor);
        if (other != null) {
          different |= visit(other);
          if (different) {
            steps.add(new Step.Same(tensor, other));
          }
        } else {
          Part part = source(tensor);
          for (String input : part.inputs()) {
            different |= visit(input);
          }
          if (different && run.add(part)) {
            steps.add(new Step.Run(part));
          }
        }
        differs.put(tensor, different);
        return different;
      }
    }
  }
}
