package io.entroscope.data.format.text;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.data.TextReading;
import io.entroscope.data.format.array.ArrayDataSet;
import io.entroscope.data.format.array.ArrayInfo;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import io.entroscope.data.format.array.FedArray;
import io.entroscope.data.token.TokenizedTexts;
import io.entroscope.data.token.Tokenizers;
import io.entroscope.files.FileStamps;
import io.entroscope.setting.Setting;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Labelled texts, which a model is given as arrays [N, T] of its tokens' ids, of a mask with 1 for
 * each token and 0 for padding, and of types and places. Texts are ordered by their length, and
 * then as in the file, so that those of a batch are of like lengths.
 *
 * <p>A model's own tokenizer makes the tokens, when {@link #prepare} tells which model.
 */
public final class TextDataSet extends ArrayDataSet {
  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";
  private static final String PLACES = "position_ids";

  /** What inputs are called besides, as far as is known. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "ids", IDS,
          "tokens", IDS,
          "token_ids", IDS,
          "input_mask", MASK,
          "mask", MASK,
          "segment_ids", TYPES);

  private final FileStamps files;
  private final TextTable table;
  private final int[] order;
  private final int[] labels;
  private final boolean named;
  private @Nullable Prepared prepared;

  /**
   * The tokens of the texts.
   *
   * @param tokens of each text, in order
   * @param length T
   */
  private record Prepared(TokenizedTexts tokens, int length) {}

  private TextDataSet(DataSpec spec, Source source, TextClasses classes, int[] labels) {
    super(spec, source.format(), source.split(), classes.names());
    this.files = source.files();
    this.table = source.table();
    this.order = order(table);
    this.labels = IntStream.of(order).map(index -> labels[index]).toArray();
    this.named = classes.named();
  }

  /**
   * The texts of a split and where they are from.
   *
   * @param files as they were before they were read
   * @param table the texts
   * @param others gives the tables of other splits, which have the same classes
   * @param listed the names of the classes, if something lists them
   */
  record Source(
      Format format,
      Split split,
      FileStamps files,
      TextTable table,
      Supplier<List<TextTable>> others,
      Optional<List<String>> listed) {}

  /**
   * Opens the texts that a path and a split stand for.
   *
   * @param mayLackLabels whether there may be no labels
   * @throws DataException if there are none, or a row lacks its text or label
   */
  public static TextDataSet open(DataSpec spec, Path path, boolean mayLackLabels) {
    TextReading reading = spec.texts();
    TextFiles.Found found = TextFiles.find(path, spec.split());
    FileStamps files = FileStamps.of(List.of(found.file()));
    TextTable table = TextTable.read(found.file(), reading);
    Supplier<List<TextTable>> others =
        () ->
            found.all().stream()
                .filter(file -> !file.equals(found.file()))
                .map(file -> TextTable.read(file, reading))
                .toList();
    Optional<List<String>> listed =
        TextClasses.listed(found.file().toAbsolutePath().resolveSibling(""));
    return of(
        spec, new Source(Format.TEXT, found.split(), files, table, others, listed), mayLackLabels);
  }

  /**
   * The texts of a source.
   *
   * @throws DataException if a row lacks its text or label
   */
  static TextDataSet of(DataSpec spec, Source source, boolean mayLackLabels) {
    TextTable table = source.table();
    if (table.label(0).isEmpty() && !mayLackLabels && !spec.unlabelled()) {
      throw new DataException(
          table.rows().file() + " has no column of labels; name it with " + Setting.LABEL_COLUMN);
    }
    if (table.label(0).isEmpty() || spec.unlabelled()) {
      TextClasses none = new TextClasses(List.of(UNLABELLED), false, true, false);
      return new TextDataSet(spec.withUnlabelled(true), source, none, new int[table.size()]);
    }
    List<TextTable> all = new ArrayList<>(source.others().get());
    all.add(table);
    TextClasses classes = TextClasses.of(spec, all, source.listed());
    DataSpec counted = classes.fromOne() ? spec.withLabelsFromOne(true) : spec;
    return new TextDataSet(counted, source, classes, classes.labels(table));
  }

  private static int[] order(TextTable table) {
    return IntStream.range(0, table.size())
        .boxed()
        .sorted(Comparator.comparingInt(index -> table.text(index).length()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Makes the tokens, unless that was done.
   *
   * @throws DataException if there is no tokenizer beside the model and none was named, or it
   *     cannot be used
   */
  @Override
  public synchronized void prepare(Optional<Path> model, OptionalInt fixed) {
    if (prepared != null && (fixed.isEmpty() || fixed.getAsInt() == prepared.length())) {
      return;
    }
    Integer asked = spec().texts().maxTokens();
    OptionalInt most = asked == null ? fixed : OptionalInt.of(asked);
    if (fixed.isPresent() && most.getAsInt() > fixed.getAsInt()) {
      most = fixed;
    }
    List<String> texts = IntStream.of(order).mapToObj(table::text).toList();
    Path tokenizer = TokenizerFile.find(spec().texts(), model);
    TokenizedTexts tokens = Tokenizers.find().tokenize(tokenizer, texts, most);
    prepared = new Prepared(tokens, fixed.orElse(Math.max(1, tokens.longest())));
  }

  private synchronized Prepared prepared() {
    if (prepared == null) {
      prepare(Optional.empty(), OptionalInt.empty());
    }
    return Objects.requireNonNull(prepared);
  }

  @Override
  public List<ArrayInfo> arrays() {
    List<Integer> row = List.of(prepared().length());
    return List.of(IDS, MASK, TYPES, PLACES).stream()
        .map(name -> new ArrayInfo(name, NumberType.INT64, row))
        .toList();
  }

  @Override
  public Optional<ArrayInfo> forInput(String input) {
    int colon = input.indexOf(':');
    String name = (colon < 0 ? input : input.substring(0, colon)).toLowerCase(Locale.ROOT);
    String known = ALIASES.getOrDefault(name, name);
    return arrays().stream().filter(array -> array.name().equals(known)).findFirst();
  }

  @Override
  public String form() {
    int hash = 1;
    for (int[] ids : prepared().tokens().ids()) {
      hash = 31 * hash + Arrays.hashCode(ids);
    }
    return arrays() + " " + hash;
  }

  @Override
  public boolean isEveryArrayWanted() {
    return false;
  }

  @Override
  public Optional<ImageDataSet> images() {
    return Optional.empty();
  }

  @Override
  public void read(FedArray array, int position, ByteBuffer into) {
    int count = into.remaining() / array.rowBytes();
    ByteBuffer stored =
        ByteBuffer.allocate(Math.multiplyExact(count, array.array().rowBytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = position; i < position + count; i++) {
      put(array.name(), prepared(), i, stored);
    }
    array.give(stored.flip(), position, into);
  }

  private static void put(String array, Prepared from, int position, ByteBuffer into) {
    int[] ids = from.tokens().ids().get(position);
    for (int token = 0; token < from.length(); token++) {
      boolean there = token < ids.length;
      into.putLong(
          switch (array) {
            case IDS -> there ? ids[token] : from.tokens().padding();
            case MASK -> there ? 1 : 0;
            case TYPES -> 0;
            case PLACES -> token;
            default -> throw new IllegalArgumentException("no array " + array);
          });
    }
  }

  /** The texts and their tokens are in the order of positions. */
  public String text(int position) {
    return table.text(order[position]);
  }

  @Override
  public boolean namesClasses() {
    return named;
  }

  @Override
  public FileStamps files() {
    return files;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int storedLabel(int position) {
    return labels[position];
  }

  @Override
  public Optional<String> name(int position) {
    return Optional.empty();
  }

  @Override
  protected synchronized List<String> readingNotes() {
    List<String> notes = new ArrayList<>(table.notes());
    if (prepared != null && prepared.tokens().cut() > 0) {
      TokenizedTexts tokens = prepared.tokens();
      notes.add(
          tokens.cut()
              + " of "
              + size()
              + " texts have more than "
              + tokens.most()
              + " tokens and were cut; "
              + Setting.MAX_TOKENS
              + " sets another length");
    }
    return notes;
  }

  @Override
  public String describe(int position) {
    return table.where(order[position]);
  }

  @Override
  public void close() {}
}
