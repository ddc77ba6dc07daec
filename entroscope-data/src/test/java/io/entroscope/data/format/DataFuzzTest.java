package io.entroscope.data.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.entroscope.data.ClassMapFile;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.TestData;
import io.entroscope.data.format.array.ArrayDataSet;
import io.entroscope.data.format.array.ArrayInfo;
import io.entroscope.data.format.array.FedArray;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.data.format.idx.IdxWriter;
import io.entroscope.data.format.text.TextDataSet;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.data.image.PreprocessingJson;
import io.entroscope.testing.Fuzz;
import io.entroscope.testing.TextMutations;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file of data, however damaged, does more than be refused in one line. */
class DataFuzzTest {
  private static final String PIXELS = "entroscope.limit.pixels";
  private static final int READ = 4;
  private static final int FEW = 300;
  private static final int MANY = 1_000;

  @TempDir(factory = MemoryFolder.class)
  Path folder;

  /** Java reads zip files there alone. */
  @TempDir Path disk;

  private final List<PixelImage> grey = TestData.images(new Random(1), 4, new ImageShape(1, 5, 4));
  private final List<PixelImage> coloured =
      TestData.images(new Random(2), 4, new ImageShape(3, 32, 32));

  /** An image may be as large as the limit says; a lower one shows that it holds. */
  @BeforeEach
  void limitPixels() {
    System.setProperty(PIXELS, "1000000");
  }

  @AfterEach
  void unlimitPixels() {
    System.clearProperty(PIXELS);
  }

  private static Fuzz fuzz(String reader) {
    return Fuzz.of(reader, DataException.class);
  }

  private Fuzz.Reader file(String name) {
    return file(folder.resolve(name));
  }

  private Fuzz.Reader onDisk(String name) {
    return file(disk.resolve(name));
  }

  private static Fuzz.Reader file(Path file) {
    return file(file, DataSpec.of(file));
  }

  private Fuzz.Reader file(String name, DataSpec spec) {
    return file(folder.resolve(name), spec);
  }

  private static Fuzz.Reader file(Path file, DataSpec spec) {
    return input -> {
      Files.write(file, input);
      read(spec);
    };
  }

  private static void read(DataSpec spec) {
    try (DataSet data = DataSets.openUnlabelled(spec)) {
      for (int i = 0; i < Math.min(READ, data.size()); i++) {
        data.label(i);
        data.describe(i);
        if (data instanceof ImageDataSet images) {
          images.image(i);
        } else if (data instanceof TextDataSet texts) {
          texts.text(i);
        } else {
          rows((ArrayDataSet) data, i);
        }
      }
      data.notes();
    }
  }

  private static void rows(ArrayDataSet data, int position) {
    for (ArrayInfo array : data.arrays()) {
      FedArray fed = FedArray.asIs(array);
      // The bound is that of a batch, which the caller sets.
      if (array.elements() < 1 << 20) {
        data.read(
            fed, position, ByteBuffer.allocate(fed.rowBytes()).order(ByteOrder.nativeOrder()));
      }
    }
  }

  private Path scratch(String name) {
    return folder.resolve(name);
  }

  private byte[] taken(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  @Test
  void idx() throws IOException {
    Path images = scratch("t10k-images-idx3-ubyte");
    Path labels = scratch("t10k-labels-idx1-ubyte");
    IdxWriter.writeImages(images, grey);
    IdxWriter.writeLabels(labels, TestData.labels(4, 2));
    byte[] whole = Files.readAllBytes(images);
    byte[] whose = Files.readAllBytes(labels);
    fuzz("idx")
        .from(whole)
        .from(whose)
        .run(
            MANY,
            input -> {
              // The fourth byte says how many axes there are: labels have one.
              boolean isLabels = input.length > 3 && input[3] == 1;
              Files.write(images, isLabels ? whole : input);
              Files.write(labels, isLabels ? input : whose);
              read(DataSpec.of(folder));
            });
  }

  @Test
  void idxgz() throws IOException {
    Path images = scratch("t10k-images-idx3-ubyte.gz");
    Path labels = scratch("t10k-labels-idx1-ubyte");
    IdxWriter.writeImages(scratch("plain"), grey);
    IdxWriter.writeLabels(labels, TestData.labels(4, 2));
    byte[] plain = taken(scratch("plain"));
    fuzz("idxgz")
        .from(plain)
        .finish(Containers::gzip)
        .run(
            FEW,
            input -> {
              Files.write(images, input);
              read(DataSpec.of(folder));
            });
    fuzz("idxgz-packed")
        .from(Containers.gzip(plain, new Random(0)))
        .run(
            FEW,
            input -> {
              Files.write(images, input);
              read(DataSpec.of(folder));
            });
  }

  @Test
  void cifar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      bytes.write(i);
      bytes.write(new byte[3 * 32 * 32]);
    }
    fuzz("cifar").from(bytes.toByteArray()).run(MANY, file("test_batch.bin"));
  }

  private Map<String, byte[]> pictures() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("test/cat/1.png", grey.get(0).png());
    files.put("test/dog/2.png", grey.get(1).png());
    files.put("test/dog/3.pgm", "P5 2 2 255 abcd".getBytes(StandardCharsets.US_ASCII));
    return files;
  }

  @Test
  void zip() throws IOException {
    fuzz("zip")
        .from(Containers.zip(pictures()))
        .with(Containers::changedWithin)
        .run(FEW, onDisk("set.zip"));
  }

  @Test
  void tar() throws IOException {
    fuzz("tar")
        .from(Containers.tar(pictures()))
        .with(Containers::ofAnotherKind)
        .finish(Containers::checksummed)
        .run(MANY, file("set.tar"));
  }

  @Test
  void targz() throws IOException {
    byte[] tar = Containers.tar(pictures());
    fuzz("targz")
        .from(tar)
        .finish((input, random) -> Containers.gzip(Containers.checksummed(input, random), random))
        .run(FEW, file("set.tar.gz"));
    fuzz("targz-packed").from(Containers.gzip(tar, new Random(0))).run(FEW, file("set.tar.gz"));
  }

  @Test
  void tarbz2() throws IOException {
    byte[] tar = Containers.tar(pictures());
    fuzz("tarbz2")
        .from(tar)
        .finish((input, random) -> Containers.bzip2(Containers.checksummed(input, random)))
        .run(FEW, file("set.tar.bz2"));
    fuzz("tarbz2-packed").from(Containers.bzip2(tar)).run(FEW, file("set.tar.bz2"));
  }

  @Test
  void tarzst() throws IOException {
    fuzz("tarzst").from(Containers.zstd(Containers.tar(pictures()))).run(MANY, file("set.tar.zst"));
  }

  @Test
  void pixeltable() throws IOException {
    fuzz("pixeltable")
        .from("label,pixel0,pixel1,pixel2,pixel3\n1,0,255,3,4\n0,5,6,7,8\n".getBytes(UTF_8))
        .from("1x1,1x2,2x1,2x2,label\n9,8,7,6,2\n1,2,3,4,0\n".getBytes(UTF_8))
        .with(TextMutations::exchanged)
        .run(MANY, file("test.csv"));
  }

  @Test
  void classnames() throws IOException {
    IdxWriter.writeImages(scratch("t10k-images-idx3-ubyte"), grey);
    IdxWriter.writeLabels(scratch("t10k-labels-idx1-ubyte"), TestData.labels(4, 2));
    fuzz("classnames")
        .from("cat\ndog\n".getBytes(UTF_8))
        .run(FEW, file("classes.txt", DataSpec.of(folder)));
  }

  private byte[] npyOf(int... shape) throws IOException {
    Path file = scratch("plain");
    NpyWriter.floats(file, shape, new float[] {1, 2, 3, 4, 5, 6});
    return taken(file);
  }

  /** The same header, but with the first axis changing fastest. */
  private static byte[] byColumns(byte[] npy) {
    String text = new String(npy, ISO_8859_1);
    return text.replace("'fortran_order': False", "'fortran_order': True ").getBytes(ISO_8859_1);
  }

  private byte[] npyLabels() throws IOException {
    NpyWriter.longs(scratch("plain"), 0, 1, 0);
    return taken(scratch("plain"));
  }

  @Test
  void npy() throws IOException {
    byte[] array = npyOf(3, 2);
    byte[] labels = npyLabels();
    Files.write(folder.resolve("labels.npy"), labels);
    fuzz("npy")
        .from(array)
        .from(npyOf(3, 1, 2))
        .from(byColumns(array))
        .run(MANY, file("x.npy", DataSpec.of(folder)));
    Files.write(folder.resolve("x.npy"), array);
    fuzz("npylabels").from(labels).run(FEW, file("labels.npy", DataSpec.of(folder)));
  }

  @Test
  void npz() throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("x.npy", npyOf(3, 2));
    arrays.put("labels.npy", npyLabels());
    fuzz("npz")
        .from(Containers.zip(arrays))
        .with(Containers::changedWithin)
        .run(FEW, onDisk("set.npz"));
  }

  @Test
  void images() throws IOException {
    Files.createDirectories(folder.resolve("test/a"));
    Fuzz fuzz = fuzz("images");
    for (String kind : List.of("png", "jpg", "gif", "bmp", "tiff")) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(coloured(), kind, bytes);
      fuzz.from(bytes.toByteArray());
    }
    for (String webp : List.of("lossy", "lossless", "alpha", "animated")) {
      fuzz.from(resource(webp + ".webp"));
    }
    fuzz.from(grey.get(0).png())
        .from("P5 2 2 255 abcd".getBytes(StandardCharsets.US_ASCII))
        .run(MANY, file("test/a/1.png", DataSpec.of(folder)));
  }

  private static byte[] resource(String name) throws IOException {
    return Files.readAllBytes(
        Path.of("src/test/resources/io/entroscope/data/image/internal/images", name));
  }

  private BufferedImage coloured() {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    PixelImage pixels = coloured.get(0);
    for (int p = 0; p < 32 * 32; p++) {
      int x = p % 32;
      int y = p / 32;
      image.setRGB(
          x, y, pixels.value(0, y, x) << 16 | pixels.value(1, y, x) << 8 | pixels.value(2, y, x));
    }
    return image;
  }

  private void texts(String ending, String valid) throws IOException {
    fuzz(ending)
        .from(valid.getBytes(UTF_8))
        .with(TextMutations::exchanged)
        .run(FEW, file("a." + ending));
  }

  @Test
  void csv() throws IOException {
    texts("csv", "text,label\n\"one,\ntwo\",a\nthree,b\nfour,a\n");
  }

  @Test
  void tsv() throws IOException {
    texts("tsv", "text\tlabel\nx\t1\ny\t0\n");
  }

  @Test
  void jsonl() throws IOException {
    texts("jsonl", "{\"text\": \"x\", \"label\": 1}\n{\"text\": \"y\", \"label\": 0}\n");
  }

  @Test
  void json() throws IOException {
    texts(
        "json",
        "[{\"text\": \"x\", \"of\": {\"label\": 1}, \"label\": 1},"
            + " {\"text\": \"y\", \"of\": {\"label\": 0}, \"label\": 0}]");
  }

  @Test
  void classmap() throws IOException {
    Path file = folder.resolve("map.json");
    fuzz("classmap")
        .from("{\"cat\": 1, \"dog\": 0}".getBytes(UTF_8))
        .from("cat 1\ndog,0\n".getBytes(UTF_8))
        .with(TextMutations::exchanged)
        .run(
            MANY,
            input -> {
              Files.write(file, input);
              ClassMapFile.read(file);
            });
  }

  @Test
  void preprocessing() throws IOException {
    String written =
        PreprocessingJson.write(
            Preprocessing.DEFAULT.withMean(List.of(0.5)).withStd(List.of(0.25)));
    fuzz("preprocessing")
        .from(written.getBytes(UTF_8))
        .with(TextMutations::exchanged)
        .run(
            MANY,
            input ->
                PreprocessingJson.read(Map.of(PreprocessingJson.KEY, new String(input, UTF_8))));
  }
}
