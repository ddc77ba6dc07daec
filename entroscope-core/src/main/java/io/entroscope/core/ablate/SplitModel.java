package io.entroscope.core.ablate;

import io.entroscope.core.ort.Device;
import io.entroscope.core.ort.HeldTensors;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Bypass;
import io.entroscope.onnx.block.BypassBlock;
import io.entroscope.onnx.edit.ExtractPart;
import io.entroscope.onnx.observe.ExposeTensors;
import io.entroscope.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model cut where its candidates begin and end, each part loaded once. A model without some of
 * them is the parts run past these, from the first that is out: what comes before is run once for
 * all. Closing it ends ONNX Runtime's sessions.
 */
final class SplitModel implements AutoCloseable {
  private static final int FEW = 2;
  private static final int MORE = 3;

  private final OutputPlan plan;
  private final List<Removable> removables;
  private final Map<String, TensorType> cuts = new LinkedHashMap<>();
  private final Map<String, Part> parts = new HashMap<>();
  private final Map<String, Detour> detours = new HashMap<>();
  private final List<OrtEngine> engines;
  private final Route.Finder finder;

  private SplitModel(OutputPlan plan, List<Removable> removables, List<OrtEngine> engines) {
    this.plan = plan;
    this.removables = removables;
    this.engines = engines;
    List<String> order = order();
    cuts.putAll(types(order));
    List<String> made = new ArrayList<>(order);
    if (!made.contains(output())) {
      made.add(output());
    }
    for (String tensor : made) {
      if (!parts.containsKey(tensor)) {
        Part part = part(plan.model(), together(made, tensor));
        part.outputs().forEach(output -> parts.put(output, part));
      }
    }
    removables.forEach(removable -> detours.put(removable.name(), detour(removable)));
    this.finder = new Route.Finder(made, parts, detours, output());
  }

  /**
   * Cuts and loads a model.
   *
   * @throws io.entroscope.core.PlanException if ONNX Runtime refuses a part
   */
  static SplitModel open(OutputPlan plan, List<Removable> removables) {
    List<OrtEngine> engines = new ArrayList<>();
    try {
      return new SplitModel(plan, removables, engines);
    } catch (RuntimeException | Error e) {
      engines.forEach(OrtEngine::close);
      throw e;
    }
  }

  Route.Finder routes() {
    return finder;
  }

  private String output() {
    return plan.output().tensor();
  }

  /** The tensors at which the model is cut, each behind what it is made of. */
  private List<String> order() {
    Set<String> wanted = new LinkedHashSet<>();
    for (Removable removable : removables) {
      wanted.add(removable.skip());
      wanted.add(removable.candidate().input());
      wanted.add(removable.candidate().output());
      wanted.addAll(removable.sum());
    }
    List<String> order = new ArrayList<>();
    for (NodeProto node : plan.model().graph().nodes()) {
      node.getOutputList().stream().filter(wanted::contains).forEach(order::add);
    }
    return order;
  }

  /** Cut tensors of the node that makes this one: they are made at once. */
  private Set<String> together(List<String> all, String tensor) {
    NodeProto node = plan.model().graph().producer(tensor).orElseThrow();
    Set<String> made = new LinkedHashSet<>(node.getOutputList());
    made.retainAll(all);
    return made;
  }

  /** The types of tensors, by running the model: a size that grows with the examples is free. */
  private Map<String, TensorType> types(List<String> tensors) {
    OnnxModel exposed = new ExposeTensors(tensors).apply(plan.model());
    try (OrtEngine engine = OrtEngine.open(exposed, Device.CPU, Optimization.NONE)) {
      int fixed = plan.input().fixedBatch();
      Map<String, TensorInfo> few = infos(engine, tensors, fixed > 0 ? fixed : FEW);
      Map<String, TensorInfo> more = fixed > 0 ? few : infos(engine, tensors, MORE);
      Map<String, TensorType> types = new HashMap<>();
      for (String tensor : tensors) {
        types.put(tensor, type(few, more, tensor));
      }
      return types;
    }
  }

  private static TensorType type(
      Map<String, TensorInfo> few, Map<String, TensorInfo> more, String tensor) {
    TensorInfo one = info(few, tensor);
    TensorInfo other = info(more, tensor);
    List<Long> sizes = new ArrayList<>(one.shape());
    for (int axis = 0; axis < sizes.size(); axis++) {
      if (!sizes.get(axis).equals(other.shape().get(axis))) {
        sizes.set(axis, -1L);
      }
    }
    return new TensorType(one.type(), Optional.of(sizes));
  }

  private static TensorInfo info(Map<String, TensorInfo> infos, String tensor) {
    TensorInfo info = infos.get(tensor);
    if (info == null) {
      throw new IllegalArgumentException(tensor + " was not tried");
    }
    return info;
  }

  private Map<String, TensorInfo> infos(OrtEngine engine, List<String> tensors, int rows) {
    try (HeldTensors.Inputs inputs = new HeldTensors.Inputs(plan.input().feed(rows));
        HeldTensors held = inputs.of(plan.input().trial(rows), 0, rows)) {
      held.run(engine, inputs.names(), Set.copyOf(tensors));
      Map<String, TensorInfo> infos = new HashMap<>();
      tensors.forEach(tensor -> infos.put(tensor, held.info(tensor)));
      return infos;
    }
  }

  private Part part(OnnxModel of, Set<String> outputs) {
    OnnxModel part = new ExtractPart(outputs, cuts).apply(of);
    OrtEngine engine = OrtEngine.open(part, plan.options().device(), Optimization.ALL);
    engines.add(engine);
    List<String> inputs =
        part.graph().inputs().stream().map(input -> input.getName()).distinct().toList();
    return new Part(engine, inputs, outputs);
  }

  private Detour detour(Removable removable) {
    Optional<Block> block = removable.block();
    boolean plain = removable.way() == Bypass.OUTPUT && removable.sum().isEmpty();
    if (plain || block.isEmpty()) {
      return new Detour(Map.of(removable.candidate().output(), removable.skip()), Map.of());
    }
    OnnxModel without = new BypassBlock(block.get(), removable.way()).apply(plan.model());
    Graph graph = without.graph();
    Map<String, String> same = new HashMap<>();
    Map<String, Part> made = new HashMap<>();
    Set<String> behind = new LinkedHashSet<>(removable.sum());
    behind.add(removable.candidate().output());
    for (String tensor : behind) {
      Optional<NodeProto> maker = graph.producer(tensor);
      if (maker.isEmpty()) {
        same.put(tensor, removable.skip());
      } else if (maker.get().getOpType().equals("Identity")) {
        same.put(tensor, maker.get().getInput(0));
      } else {
        made.put(tensor, part(without, Set.of(tensor)));
      }
    }
    return new Detour(same, made);
  }

  /** The type and shape of a tensor at which the model is cut; its sizes, −1 where free. */
  List<Long> shape(String tensor) {
    TensorType type = cuts.get(tensor);
    return type == null ? List.of() : type.shape().orElse(List.of());
  }

  @Override
  public void close() {
    engines.forEach(OrtEngine::close);
  }
}
