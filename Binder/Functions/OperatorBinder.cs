using FederationGateway.Binder.Coercion;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Functions;

/// <summary>Turns operators into expressions: comparisons, arithmetic and LIKE into their own nodes, the rest into calls.</summary>
public sealed class OperatorBinder(TypeCoercion coercion, FunctionBinder functions)
{
    /// <summary>An infix operator by its symbol (<c>&lt;&gt;</c> for <c>!=</c>). Rows compare item by item. 42883 when the types have no such operator.</summary>
    public Expression Bind(string symbol, Expression left, Expression right, int? position = null)
    {
        if (ComparisonSymbols.Find(symbol) is { } comparison) return Compare(comparison, left, right, position);
        var match = Complete(symbol, left, right, position);
        var (first, second) = (match.Definition.Parameters[0], match.Definition.Parameters[1]);
        if (ArithmeticSymbols.Find(symbol) is { } op && first.Type.IsNumber && second.Type.IsNumber) return Arithmetic(op, match);
        return symbol switch
        {
            "~~" or "!~~" or "~~*" or "!~~*" when first.Type.IsString => new LikeExpression(match.Arguments[0], match.Arguments[1],
                IsCaseInsensitive: symbol.EndsWith('*'), IsNegated: symbol[0] == '!'),
            _ => match.ToCall(),
        };
    }

    /// <summary>A prefix operator. Minus in front of a number is <see cref="NegateExpression"/>, and folded in front of a constant.</summary>
    public Expression BindPrefix(string symbol, Expression operand, int? position = null)
    {
        var definition = OverloadResolution.Choose(FunctionRegistry.FindOperators(symbol).Where(candidate => candidate.Parameters.Count == 1), [operand.Type], out var isAmbiguous)
            ?? throw FunctionErrors.NoOperator(symbol, null, operand.Type, isAmbiguous, position);
        var match = functions.Complete(definition, [operand], position);
        if (!match.Type.IsNumber) return match.ToCall();
        return symbol switch
        {
            "-" => ConstantCasts.TryNegate(match.Arguments[0]) is { } constant ? constant : new NegateExpression(match.Arguments[0]),
            "+" => match.Arguments[0],
            _ => match.ToCall(),
        };
    }

    /// <summary>A comparison, <c>IS [NOT] DISTINCT FROM</c> included, of values or of rows of equal length.</summary>
    public Expression Compare(ComparisonOperator op, Expression left, Expression right, int? position = null)
    {
        if (left is RowExpression leftRow && right is RowExpression rightRow) return RowComparison.Bind(op, leftRow, rightRow, this, position);
        var symbol = ComparisonSymbols.Resolving(op);
        var match = Complete(symbol, left, right, position);
        var (first, second) = Meet(match.Arguments[0], match.Arguments[1], position);
        return new ComparisonExpression(op, first, second);
    }

    /// <summary>The left operand in the type that the operator for both takes it in.</summary>
    public Expression LeftOperand(string symbol, Expression left, Expression right, int? position = null) => Complete(symbol, left, right, position).Arguments[0];

    /// <summary>
    /// The types under which two operands are compared, for operands that are not at hand as expressions (the columns of a subquery). The same kind for both.
    /// </summary>
    public static (SqlType Left, SqlType Right) ComparisonTypes(ComparisonOperator op, SqlType left, SqlType right, int? position = null)
    {
        var definition = Choose(ComparisonSymbols.Resolving(op), left, right, position);
        var types = PolymorphicTypes.Resolve(definition, [left, right])!;
        var (first, second) = (types.Apply(definition.Parameters[0], left), types.Apply(definition.Parameters[1], right));
        if (first.Kind == second.Kind) return (KeepDigits(first, left), KeepDigits(second, right));
        var meeting = new SqlType(ComparisonSymbols.Wider(first.Kind, second.Kind));
        return (meeting, meeting);
    }

    /// <summary>
    /// <c>value [NOT] LIKE | ILIKE pattern [ESCAPE escape]</c>; an escape that is not a constant is applied to the pattern by <c>like_escape(text,text)</c>.
    /// </summary>
    public Expression BindLike(Expression value, Expression pattern, Expression? escape, bool isCaseInsensitive, bool isNegated, int? position = null)
    {
        var symbol = (isNegated ? "!" : "") + "~~" + (isCaseInsensitive ? "*" : "");
        if (escape is null) return Bind(symbol, value, pattern, position);
        var text = coercion.Coerce(escape, SqlType.Text, CoercionContext.Implicit, position);
        if (text is ConstantExpression { Value: string character } && Bind(symbol, value, pattern, position) is LikeExpression like)
        {
            if (Common.Values.StringLimits.CodePoints(character) > 1)
                throw new GatewayException(SqlState.InvalidEscapeSequence, "invalid escape string") { Position = position, Hint = "Escape string must be empty or one character." };
            return like with { Escape = character == "\\" ? null : character };
        }

        return Bind(symbol, value, functions.Call("like_escape", [pattern, text], position), position);
    }

    /// <summary><c>value [NOT] SIMILAR TO pattern [ESCAPE escape]</c>: a regular expression made from the pattern.</summary>
    public Expression BindSimilar(Expression value, Expression pattern, Expression? escape, bool isNegated, int? position = null)
    {
        var expression = functions.Call("similar_to_escape", escape is null ? [pattern] : [pattern, escape], position);
        return Bind(isNegated ? "!~" : "~", value, expression, position);
    }

    /// <summary>
    /// <c>value [NOT] IN (items)</c>. Items that depend on no column of the query are compared under one type that all of them and the value have, when there are
    /// several; every other item under the type that it and the value are compared in.
    /// </summary>
    /// <param name="hasOwnColumns">Whether an item depends on columns of the query.</param>
    public Expression BindInList(Expression value, IReadOnlyList<Expression> items, bool isNegated, Func<Expression, bool> hasOwnColumns, int? position = null)
    {
        if (FindCommon([value, .. items]) is { } common && IsAlike(common, [value, .. items])) return InList(value, items, common, isNegated, position);
        var fixedItems = items.Where(item => !hasOwnColumns(item)).ToArray();
        var isList = fixedItems.Length > 1;
        List<Expression> comparisons = [];
        if (isList && FindCommon([value, .. fixedItems]) is { } ofFixed) comparisons.Add(InList(value, fixedItems, ofFixed, isNegated, position));
        else isList = false;
        comparisons.AddRange(items.Where(item => !isList || hasOwnColumns(item))
            .Select(item => Compare(isNegated ? ComparisonOperator.NotEqual : ComparisonOperator.Equal, value, item, position)));
        return comparisons.Count == 1 ? comparisons[0] : new LogicalExpression(isNegated ? LogicalOperator.And : LogicalOperator.Or, comparisons.ToEquatableArray());
    }

    private InListExpression InList(Expression value, IEnumerable<Expression> items, SqlType common, bool isNegated, int? position)
    {
        var typed = common.Kind == SqlTypeKind.Numeric ? SqlType.UnconstrainedNumeric : new SqlType(common.Kind, Element: common.Element);
        var list = items.Select(item => coercion.Coerce(item, typed, CoercionContext.Implicit, position)).ToEquatableArray();
        var left = coercion.Coerce(value, typed, CoercionContext.Implicit, position);
        Choose("=", left.Type, left.Type, position);
        return new InListExpression(left, list, isNegated);
    }

    // Then one comparison under the common type says what one under each pair's type says.
    private static bool IsAlike(SqlType common, IEnumerable<Expression> all) =>
        all.All(item => item.Type.Kind == common.Kind || item.Type.Kind == SqlTypeKind.Unknown || (IsExactNumber(item.Type) && IsExactNumber(common)));

    private static bool IsExactNumber(SqlType type) => type.IsInteger || type.Kind == SqlTypeKind.Numeric;

    /// <summary><c>value op ANY | ALL (array)</c> for comparison operators; an array of unknown type is one of the value's type.</summary>
    public Expression BindQuantifiedArray(Expression value, string symbol, Quantifier quantifier, Expression array, int? position = null)
    {
        if (ComparisonSymbols.Find(symbol) is not { } op) return MatchAny(value, symbol, quantifier, array, position);
        var isUnknown = array.Type.Kind == SqlTypeKind.Unknown;
        if (!isUnknown && array.Type.Kind != SqlTypeKind.Array)
            throw new GatewayException(SqlState.WrongObjectType, "op ANY/ALL (array) requires array on right side") { Position = position };
        var (left, element) = ComparisonTypes(op, value.Type, isUnknown ? SqlType.Unknown : array.Type.ElementType, position);
        return new QuantifiedArrayExpression(
            coercion.Coerce(value, left, CoercionContext.Implicit, position), op, quantifier,
            coercion.Coerce(array, SqlType.ArrayOf(element.Kind), CoercionContext.Implicit, position));
    }

    // Any other operator that answers yes or no: as a condition for each element where these are written out, patterns in an array by a function.
    private Expression MatchAny(Expression value, string symbol, Quantifier quantifier, Expression array, int? position)
    {
        if (VariadicArrays.Elements(array) is { } elements)
        {
            var conditions = elements.Select(element => Bind(symbol, value, element, position)).ToEquatableArray();
            if (conditions.IsEmpty) return new ConstantExpression(quantifier == Quantifier.All, SqlType.Boolean);
            return conditions.Count == 1 ? conditions[0] : new LogicalExpression(quantifier == Quantifier.Any ? LogicalOperator.Or : LogicalOperator.And, conditions);
        }

        var isPattern = symbol is "~~" or "!~~" or "~~*" or "!~~*" or "~" or "!~" or "~*" or "!~*";
        if (!isPattern || !CastTable.Allows(array.Type, SqlType.ArrayOf(SqlTypeKind.Text), CoercionContext.Implicit))
            throw GatewayException.Unsupported($"{symbol} {(quantifier == Quantifier.Any ? "ANY" : "ALL")} (array)");
        var name = quantifier == Quantifier.Any ? "match_any" : "match_all";
        return new CallExpression(
            new FunctionReference(name, name + "(text,text,_text)"),
            [new ConstantExpression(symbol, SqlType.Text), coercion.Coerce(value, SqlType.Text, CoercionContext.Implicit, position), coercion.Coerce(array, SqlType.ArrayOf(SqlTypeKind.Text), CoercionContext.Implicit, position)],
            SqlType.Boolean);
    }

    private static SqlType? FindCommon(IReadOnlyList<Expression> items)
    {
        try
        {
            return items.Any(item => item is RowExpression) ? null : CommonTypes.Find(items.Select(item => item.Type), "IN");
        }
        catch (GatewayException)
        {
            return null;
        }
    }

    private FunctionMatch Complete(string symbol, Expression left, Expression right, int? position) =>
        functions.Complete(Choose(symbol, left.Type, right.Type, position), [left, right], position);

    // An unknown operand is first taken for the other's type, then the overloads compete.
    private static FunctionDefinition Choose(string symbol, SqlType left, SqlType right, int? position)
    {
        var candidates = FunctionRegistry.FindOperators(symbol).Where(candidate => candidate.Parameters.Count == 2).ToArray();
        if (left.Kind == SqlTypeKind.Unknown != (right.Kind == SqlTypeKind.Unknown))
        {
            var known = left.Kind == SqlTypeKind.Unknown ? right : left;
            if (Array.Find(candidates, candidate => candidate.Parameters[0].IsExactly(known) && candidate.Parameters[1].IsExactly(known)) is { } exact) return exact;
        }

        return OverloadResolution.Choose(candidates, [left, right], out var isAmbiguous) ?? throw FunctionErrors.NoOperator(symbol, left, right, isAmbiguous, position);
    }

    private ArithmeticExpression Arithmetic(ArithmeticOperator op, FunctionMatch match)
    {
        var (left, right) = (match.Arguments[0], match.Arguments[1]);
        if (match.Definition.Returns.Kind == SqlTypeKind.Numeric)
            return new ArithmeticExpression(op, left, right, NumericTyping.Arithmetic(op, left.Type, right.Type, coercion.WideNumerics));
        var type = match.Definition.Returns.Type;
        return new ArithmeticExpression(op, coercion.Coerce(left, type), coercion.Coerce(right, type), type);
    }

    private (Expression Left, Expression Right) Meet(Expression left, Expression right, int? position)
    {
        if (left.Type.Kind == right.Type.Kind) return (left, right);
        var meeting = new SqlType(ComparisonSymbols.Wider(left.Type.Kind, right.Type.Kind));
        return (coercion.Coerce(left, meeting, CoercionContext.Implicit, position), coercion.Coerce(right, meeting, CoercionContext.Implicit, position));
    }

    private static SqlType KeepDigits(SqlType declared, SqlType actual) => declared.Kind == SqlTypeKind.Numeric ? NumericTyping.Of(actual) : declared;
}
