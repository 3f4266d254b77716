package dev.securemcp.proxy.expression.type;

import dev.securemcp.proxy.expression.type.Fn.F0;
import dev.securemcp.proxy.expression.type.Fn.F1;
import dev.securemcp.proxy.expression.type.Fn.F2;
import dev.securemcp.proxy.expression.type.Fn.F3;
import dev.securemcp.proxy.expression.type.Fn.F4;
import dev.securemcp.proxy.expression.type.Fn.F5;
import dev.securemcp.proxy.expression.type.Member.Kind;
import java.util.function.Consumer;

/**
 * Writes the members of a type into its table: a signature as C# has it, and the function behind it.
 *
 * @param <S> the Java class of the type's values
 */
public final class Members<S> {

    private final TypeTable table;
    private final TypeDefinition owner;
    private final Consumer<Member> into;

    Members(TypeTable table, TypeDefinition owner, Consumer<Member> into) {
        this.table = table;
        this.owner = owner;
        this.into = into;
    }

    private Members<S> add(String signature, Kind kind, boolean isStatic, boolean reified, Fn function, Fn setter) {
        into.accept(
                new Signature(signature, table, owner.parameters()).read(kind, isStatic, reified, function, setter));
        return this;
    }

    /** {@code int Length}. */
    public Members<S> property(String signature, F1<S> getter) {
        return add(signature, Kind.PROPERTY, false, false, getter, null);
    }

    /** A property that can be set. */
    public Members<S> property(String signature, F1<S> getter, F2<S> setter) {
        return add(signature, Kind.PROPERTY, false, false, getter, setter);
    }

    /** {@code T this[int index]}. */
    public Members<S> indexer(String signature, F2<S> getter) {
        return add(signature.replace("this[", "this ["), Kind.INDEXER, false, false, getter, null);
    }

    /** An indexer that can be set. */
    public Members<S> indexer(String signature, F2<S> getter, F3<S> setter) {
        return add(signature.replace("this[", "this ["), Kind.INDEXER, false, false, getter, setter);
    }

    public Members<S> method(String signature, F1<S> function) {
        return add(signature, Kind.METHOD, false, false, function, null);
    }

    public Members<S> method(String signature, F2<S> function) {
        return add(signature, Kind.METHOD, false, false, function, null);
    }

    public Members<S> method(String signature, F3<S> function) {
        return add(signature, Kind.METHOD, false, false, function, null);
    }

    public Members<S> method(String signature, F4<S> function) {
        return add(signature, Kind.METHOD, false, false, function, null);
    }

    public Members<S> method(String signature, F5<S> function) {
        return add(signature, Kind.METHOD, false, false, function, null);
    }

    /** A method that is told its type argument, behind the object. */
    public Members<S> generic(String signature, F2<S> function) {
        return add(signature, Kind.METHOD, false, true, function, null);
    }

    /** A method with one argument that is told its type argument before it. */
    public Members<S> generic(String signature, F3<S> function) {
        return add(signature, Kind.METHOD, false, true, function, null);
    }

    /** A method with two arguments that is told its type argument before them. */
    public Members<S> generic(String signature, F4<S> function) {
        return add(signature, Kind.METHOD, false, true, function, null);
    }

    /** A static method that is told its type argument. */
    public Members<S> staticGeneric(String signature, Fn function) {
        return add(signature, Kind.METHOD, true, true, function, null);
    }

    /** {@code string Empty}: the same value at all times. */
    public Members<S> constant(String signature, Object value) {
        return add(signature, Kind.PROPERTY, true, false, new Constant(value), null);
    }

    public Members<S> staticProperty(String signature, F0 getter) {
        return add(signature, Kind.PROPERTY, true, false, getter, null);
    }

    public Members<S> staticMethod(String signature, F0 function) {
        return add(signature, Kind.METHOD, true, false, function, null);
    }

    public Members<S> staticMethod(String signature, F1<Object> function) {
        return add(signature, Kind.METHOD, true, false, function, null);
    }

    public Members<S> staticMethod(String signature, F2<Object> function) {
        return add(signature, Kind.METHOD, true, false, function, null);
    }

    public Members<S> staticMethod(String signature, F3<Object> function) {
        return add(signature, Kind.METHOD, true, false, function, null);
    }

    public Members<S> staticMethod(String signature, F4<Object> function) {
        return add(signature, Kind.METHOD, true, false, function, null);
    }

    public Members<S> staticMethod(String signature, F5<Object> function) {
        return add(signature, Kind.METHOD, true, false, function, null);
    }

    public Members<S> constructor(String parameters, F0 function) {
        return add(parameters, Kind.CONSTRUCTOR, true, false, function, null);
    }

    public Members<S> constructor(String parameters, F1<Object> function) {
        return add(parameters, Kind.CONSTRUCTOR, true, false, function, null);
    }

    public Members<S> constructor(String parameters, F2<Object> function) {
        return add(parameters, Kind.CONSTRUCTOR, true, false, function, null);
    }

    public Members<S> constructor(String parameters, F3<Object> function) {
        return add(parameters, Kind.CONSTRUCTOR, true, false, function, null);
    }

    /** A constructor of four or more parameters. */
    public Members<S> wideConstructor(String parameters, Fn function) {
        return add(parameters, Kind.CONSTRUCTOR, true, false, function, null);
    }

    /** A value that never changes, so that the compiler may put it into the tree. */
    public record Constant(Object value) implements F0 {
        @Override
        public Object call(dev.securemcp.proxy.expression.run.Evaluation e) {
            return value;
        }
    }
}
