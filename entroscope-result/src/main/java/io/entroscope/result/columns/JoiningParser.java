package io.entroscope.result.columns;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link SplitGenerator} wrote as if nothing had been taken apart: where an object
 * stands for columns, the tokens are those of their value. Only one such value is ever in memory as
 * JSON.
 */
public final class JoiningParser extends JsonParserDelegate {
  private final JsonParser json;
  private final ObjectMapper mapper;
  private final ColumnReader columns;

  /**
   * Reads.
   *
   * @param json whose fields name columns
   * @param mapper that takes {@link NumberArrays}
   */
  public JoiningParser(JsonParser json, ObjectMapper mapper, ColumnReader columns) {
    super(json);
    this.json = json;
    this.mapper = mapper;
    this.columns = columns;
  }

  @Override
  public @Nullable JsonToken nextToken() throws IOException {
    JsonToken token = delegate.nextToken();
    if (delegate != json) {
      if (token != null) {
        return token;
      }
      delegate = json;
      token = json.nextToken();
    }
    String field = token == JsonToken.START_OBJECT ? json.currentName() : null;
    if (field == null || !SplitGenerator.FIELDS.contains(field)) {
      return token;
    }
    JsonNode value = mapper.readTree(json);
    delegate = mapper.treeAsTokens(ColumnReader.isColumns(value) ? columns.value(value) : value);
    return delegate.nextToken();
  }

  @Override
  public @Nullable JsonToken nextValue() throws IOException {
    JsonToken token = nextToken();
    return token == JsonToken.FIELD_NAME ? nextToken() : token;
  }
}
