package io.entroscope.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.entroscope.onnx.proto.ModelProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes to what a model says, with all lengths right, so that they reach behind the parser. */
final class ProtoMutations {
  private static final long[] NUMBERS = {0, 1, -1, 2, 7, 1 << 30, Long.MAX_VALUE, Long.MIN_VALUE};

  private ProtoMutations() {}

  /** Changes one field somewhere in a model; one that cannot be parsed stays as it is. */
  static byte[] change(byte[] model, Random random) {
    try {
      Message.Builder builder = ModelProto.parseFrom(model).toBuilder();
      change(builder, random);
      return builder.buildPartial().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      return model;
    }
  }

  private static void change(Message.Builder builder, Random random) {
    List<FieldDescriptor> set = new ArrayList<>(builder.getAllFields().keySet());
    if (set.isEmpty()) {
      return;
    }
    FieldDescriptor field = set.get(random.nextInt(set.size()));
    int choice = random.nextInt(10);
    if (choice == 0) {
      builder.clearField(field);
    } else if (!field.isRepeated()) {
      builder.setField(field, other(field, builder.getField(field), random));
    } else {
      changeList(builder, field, choice, random);
    }
  }

  private static void changeList(
      Message.Builder builder, FieldDescriptor field, int choice, Random random) {
    int count = builder.getRepeatedFieldCount(field);
    int at = random.nextInt(count);
    Object value = builder.getRepeatedField(field, at);
    if (choice == 1) {
      builder.addRepeatedField(field, value);
    } else if (choice == 2) {
      builder.setRepeatedField(field, random.nextInt(count), value);
    } else {
      builder.setRepeatedField(field, at, other(field, value, random));
    }
  }

  private static Object other(FieldDescriptor field, Object value, Random random) {
    return switch (field.getJavaType()) {
      case MESSAGE -> {
        Message.Builder inner = ((Message) value).toBuilder();
        change(inner, random);
        yield inner.buildPartial();
      }
      case STRING -> random.nextInt(3) == 0 ? "" : "x".repeat(random.nextInt(3)) + value;
      case LONG -> NUMBERS[random.nextInt(NUMBERS.length)];
      case INT -> (int) NUMBERS[random.nextInt(NUMBERS.length)];
      case BYTE_STRING ->
          ((ByteString) value).substring(0, random.nextInt(((ByteString) value).size() + 1));
      default -> value;
    };
  }
}
