package io.entroscope.onnx.block;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A residual block: the part of a network between a tensor x of the stream and a later one that is
 * the sum of x and a branch of x, closed by the activation or normalisation that belongs to it.
 *
 * @param name a name that a person recognises, unique in the model
 * @param kind what it does
 * @param stream where it leaves the stream and comes back
 * @param nodes its nodes in topological order, each by the first tensor that it makes
 * @param parameters the weights, biases and scales in it; shared ones count in each block
 * @param multiplyAdds those of one example; empty if the shapes are not known
 * @param inputShape the shape of its input, −1 for an unknown size; empty if nothing is known
 * @param outputShape the shape of its output, likewise
 * @param bypasses the ways to take it out; none if it cannot be
 * @param refusal why it cannot be taken out, for a person; empty if it can
 */
public record Block(
    String name,
    BlockKind kind,
    Stream stream,
    List<String> nodes,
    long parameters,
    OptionalLong multiplyAdds,
    List<Long> inputShape,
    List<Long> outputShape,
    Set<Bypass> bypasses,
    Optional<String> refusal) {
  public Block {
    nodes = List.copyOf(nodes);
    inputShape = List.copyOf(inputShape);
    outputShape = List.copyOf(outputShape);
    bypasses = Set.copyOf(bypasses);
    if (bypasses.isEmpty() == refusal.isEmpty()) {
      throw new IllegalArgumentException("a block can be taken out, or there is a reason");
    }
  }

  /**
   * Where a block leaves the stream and comes back.
   *
   * @param input the tensor that it takes from the stream
   * @param output the tensor that it leaves in the stream: behind what closes it
   * @param skip the tensor that the branch is added to: the input, or the input in another form
   * @param sum the sum of skip and branch; empty where sum and normalisation are one node that
   *     gives the normalised sum alone
   * @param sumNode the first tensor that the node of the sum makes
   * @param closing what stands between sum and output
   */
  public record Stream(
      String input,
      String output,
      String skip,
      Optional<String> sum,
      String sumNode,
      Closing closing) {}

  /** {@link Stream#input}. */
  public String input() {
    return stream.input();
  }

  /** {@link Stream#output}. */
  public String output() {
    return stream.output();
  }

  /** {@link Stream#skip}. */
  public String skip() {
    return stream.skip();
  }

  /** {@link Stream#sum}. */
  public Optional<String> sum() {
    return stream.sum();
  }

  /** {@link Stream#sumNode}. */
  public String sumNode() {
    return stream.sumNode();
  }

  /** {@link Stream#closing}. */
  public Closing closing() {
    return stream.closing();
  }

  /** Whether it can be taken out. */
  public boolean isDroppable() {
    return refusal.isEmpty();
  }

  /** Whether it is not made of other blocks. */
  public boolean isElementary() {
    return kind.isElementary();
  }

  Block named(String other) {
    return new Block(
        other,
        kind,
        stream,
        nodes,
        parameters,
        multiplyAdds,
        inputShape,
        outputShape,
        bypasses,
        refusal);
  }
}
