package berth.wire.aws;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;
import tools.jackson.core.JsonGenerator;

/// Writes what is set, in the order of the model.
final class AwsWriter {
    private final JsonGenerator out;

    AwsWriter(JsonGenerator out) {
        this.out = out;
    }

    void write(SdkPojo shape) {
        var pojo = shape instanceof Buildable builder ? (SdkPojo) builder.build() : shape;
        writeStructure(Shape.of(pojo.getClass()), pojo);
    }

    private void writeStructure(Shape shape, SdkPojo pojo) {
        out.writeStartObject();
        for (var member : shape.members()) {
            var value = member.codec().valueIn(pojo);
            // The SDK's getters answer an unset list with one it made up; only lists that somebody set are written.
            if (value == null || value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap) {
                continue;
            }
            out.writeName(member.name());
            writeValue(member.codec(), value);
        }
        out.writeEndObject();
    }

    private void writeValue(Codec codec, Object value) {
        switch (codec.kind()) {
            case STRING -> out.writeString((String) value);
            case INTEGER -> out.writeNumber((int) (Integer) value);
            case LONG -> out.writeNumber((long) (Long) value);
            case DOUBLE -> out.writeNumber((double) (Double) value);
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case TIMESTAMP -> out.writeNumber(BigDecimal.valueOf(((Instant) value).toEpochMilli(), 3));
            case BLOB -> out.writeBinary(((SdkBytes) value).asByteArrayUnsafe());
            case STRUCTURE -> writeStructure(codec.shape(), (SdkPojo) value);
            case DOCUMENT -> writeDocument((Document) value);
            case LIST -> {
                out.writeStartArray();
                for (var element : (List<?>) value) {
                    if (element != null) {
                        writeValue(codec.inner(), element);
                    }
                }
                out.writeEndArray();
            }
            case MAP -> {
                out.writeStartObject();
                for (var entry : ((Map<?, ?>) value).entrySet()) {
                    if (entry.getValue() != null) {
                        out.writeName((String) entry.getKey());
                        writeValue(codec.inner(), entry.getValue());
                    }
                }
                out.writeEndObject();
            }
        }
    }

    private void writeDocument(Document document) {
        if (document.isString()) {
            out.writeString(document.asString());
        } else if (document.isBoolean()) {
            out.writeBoolean(document.asBoolean());
        } else if (document.isNumber()) {
            out.writeNumber(document.asNumber().bigDecimalValue());
        } else if (document.isList()) {
            out.writeStartArray();
            document.asList().forEach(this::writeDocument);
            out.writeEndArray();
        } else if (document.isMap()) {
            out.writeStartObject();
            document.asMap().forEach((key, value) -> {
                out.writeName(key);
                writeDocument(value);
            });
            out.writeEndObject();
        } else {
            out.writeNull();
        }
    }
}
