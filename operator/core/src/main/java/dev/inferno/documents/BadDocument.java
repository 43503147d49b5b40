package dev.inferno.documents;

/** A document that cannot be used: the message names the field by its path, the value, and what is allowed. */
public final class BadDocument extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadDocument(String message) {
        super(message);
    }

    /** The same complaint, one level further out. */
    BadDocument within(String field) {
        String message = String.valueOf(getMessage());
        boolean nested = message.startsWith(".") || message.startsWith("[");
        return new BadDocument("." + field + (nested ? "" : ": ") + message);
    }

    BadDocument at(int index) {
        String message = String.valueOf(getMessage());
        boolean nested = message.startsWith(".") || message.startsWith("[");
        return new BadDocument("[" + index + "]" + (nested ? "" : ": ") + message);
    }

    /** For the reader: without the leading dot of the path. */
    BadDocument readable() {
        String message = String.valueOf(getMessage());
        return new BadDocument(message.startsWith(".") ? message.substring(1) : message);
    }
}
