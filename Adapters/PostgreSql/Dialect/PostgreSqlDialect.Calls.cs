using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Dialect;

/// <content>Calls: functions, aggregates, windows.</content>
public sealed partial class PostgreSqlDialect
{
    /// <summary>Aggregates whose answer depends on the order of their input.</summary>
    private static readonly HashSet<string> OrderSensitive = ["string_agg", "array_agg", "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg"];

    protected override void WriteCall(SqlText sql, CallExpression call)
    {
        var function = call.Function;
        if (function.Volatility == Volatility.Volatile || Functions.Find(function.Signature) is not { } template)
        {
            if (PostgreSqlFunctions.ReasonAgainst(function.Name) is { } reason) sql.Refuse(RefusalCode.DifferentSemantics, reason);
            else base.WriteCall(sql, call);
            return;
        }

        if (RefusesZone(sql, function, call.Arguments, call.Type) || RefusesFlags(sql, call) || RefusesClasses(sql, call)) return;
        if (function.Name is "greatest" or "least") WriteExtreme(sql, call);
        else if (function.IsOperator && call.Arguments.Count == 2)
        {
            WriteOperand(sql, call.Arguments[0]);
            sql.Append($"{(PostgreSqlFunctions.IsMatching(function.Name) ? " COLLATE \"C\"" : "")} {function.Name} ");
            WriteOperand(sql, call.Arguments[1]);
        }
        else Expand(sql, template, call.Arguments);
    }

    public override void WriteAggregate(SqlText sql, AggregateCall call)
    {
        if (!Check(sql, call.Function, Aggregates, call.Arguments, call.Type)) return;
        if (OrderSensitive.Contains(call.Function.Name) && call.OrderBy.IsEmpty)
        {
            sql.Refuse(RefusalCode.DifferentSemantics, $"without ORDER BY the order of rows decides what {call.Function.Name} returns", "add ORDER BY inside the aggregate");
            return;
        }

        WriteArguments(sql, call.Function, call.Arguments, call.IsDistinct, call.OrderBy, call.IsWithinGroup);
        if (call.Filter is not null) sql.Append(" FILTER (WHERE ").Append(call.Filter).Append(")");
    }

    public override void WriteWindow(SqlText sql, WindowCall call)
    {
        if (!Check(sql, call.Function, call.IsAggregate ? Aggregates : WindowFunctions, call.Arguments, call.Type)) return;
        if (OrderSensitive.Contains(call.Function.Name) && call.OrderBy.IsEmpty)
        {
            sql.Refuse(RefusalCode.DifferentSemantics, $"without ORDER BY the order of rows decides what {call.Function.Name} returns", "add ORDER BY to the window");
            return;
        }

        WriteArguments(sql, call.Function, call.Arguments, isDistinct: false, [], isWithinGroup: false);
        if (call.Filter is not null) sql.Append(" FILTER (WHERE ").Append(call.Filter).Append(")");
        sql.Append(" OVER (");
        if (!call.PartitionBy.IsEmpty) sql.Append("PARTITION BY ").AppendList(call.PartitionBy);
        if (!call.OrderBy.IsEmpty) WriteOrder(sql, call.PartitionBy.IsEmpty ? "ORDER BY " : " ORDER BY ", call.OrderBy);
        if (call.Frame is { } frame) WriteFrame(sql, frame);
        sql.Append(")");
    }

    private static void WriteFrame(SqlText sql, WindowFrame frame)
    {
        sql.Append($" {frame.Mode.ToString().ToUpperInvariant()} BETWEEN ");
        WriteBound(sql, frame.Start);
        sql.Append(" AND ");
        WriteBound(sql, frame.End);
        sql.Append(frame.Exclusion switch
        {
            FrameExclusion.CurrentRow => " EXCLUDE CURRENT ROW",
            FrameExclusion.Group => " EXCLUDE GROUP",
            FrameExclusion.Ties => " EXCLUDE TIES",
            _ => "",
        });
    }

    private static void WriteBound(SqlText sql, FrameBound bound)
    {
        if (bound.Offset is not null)
        {
            WriteOperand(sql, bound.Offset);
            sql.Append(" ");
        }

        sql.Append(bound.Kind switch
        {
            FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
            FrameBoundKind.Preceding => "PRECEDING",
            FrameBoundKind.CurrentRow => "CURRENT ROW",
            FrameBoundKind.Following => "FOLLOWING",
            _ => "UNBOUNDED FOLLOWING",
        });
    }

    private bool Check(SqlText sql, FunctionReference function, FunctionTable table, EquatableArray<Expression> arguments, SqlType result)
    {
        if (table.Find(function.Signature) is null) RefuseFunction(sql, function);
        else if (!RefusesZone(sql, function, arguments, result)) return true;
        return false;
    }

    /// <summary>
    /// <c>name(DISTINCT arguments ORDER BY keys)</c>. Where the order of text decides (the least, the greatest, the order inside), arguments and keys have the same
    /// COLLATE, as PostgreSQL demands of the keys of a DISTINCT aggregate.
    /// </summary>
    private void WriteArguments(SqlText sql, FunctionReference function, EquatableArray<Expression> arguments, bool isDistinct, EquatableArray<SortKey> order, bool isWithinGroup)
    {
        sql.Append($"{function.Name}({(isDistinct ? "DISTINCT " : "")}");
        if (arguments.IsEmpty && !isWithinGroup && function.Name == "count") sql.Append("*");
        for (var i = 0; i < arguments.Count; i++)
        {
            if (i > 0) sql.Append(", ");
            if (function.Name is "min" or "max" || order.Any(key => key.Expression == arguments[i])) WriteDistinctOnKey(sql, arguments[i]);
            else sql.Append(arguments[i]);
        }

        if (isWithinGroup) sql.Append(") WITHIN GROUP (");
        if (!order.IsEmpty) WriteOrder(sql, isWithinGroup ? "ORDER BY " : " ORDER BY ", order);
        sql.Append(")");
    }

    private void WriteOrder(SqlText sql, string words, EquatableArray<SortKey> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            sql.Append(i == 0 ? words : ", ");
            WriteSortKey(sql, keys[i]);
        }
    }

    private void WriteExtreme(SqlText sql, CallExpression call)
    {
        sql.Append(call.Function.Name).Append("(");
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            if (i > 0) sql.Append(", ");
            WriteDistinctOnKey(sql, call.Arguments[i]);
        }

        sql.Append(")");
    }

    /// <summary>What PostgreSQL calls stable and has to do with time zones goes through the session's zone, which is UTC at the source and the client's choice here.</summary>
    private static bool RefusesZone(SqlText sql, FunctionReference function, EquatableArray<Expression> arguments, SqlType result)
    {
        if (function.Volatility != Volatility.Stable || !(HasZone(result) || arguments.Any(argument => HasZone(argument.Type)))) return false;
        sql.Refuse(RefusalCode.DifferentSemantics, $"{function.Name} depends on the session's time zone, which is another at the source");
        return true;
    }

    private static bool HasZone(SqlType type) => type.Kind is SqlTypeKind.TimestampTz or SqlTypeKind.TimeTz || (type.Kind == SqlTypeKind.Array && HasZone(type.ElementType));

    /// <summary>What a letter, a digit or a blank is the database's locale decides, and "C" knows ASCII's only: a pattern must be known, and not ask.</summary>
    private static bool RefusesClasses(SqlText sql, CallExpression call)
    {
        if (call.Arguments.Count < 2 || !PostgreSqlFunctions.TakesRegularExpression(call.Function)) return false;
        var expression = call.Arguments[1] is CallExpression { Function.Name: "similar_to_escape" } similar ? similar.Arguments[0] : call.Arguments[1];
        if (expression is ConstantExpression constant && !(constant.Value is string pattern && PostgreSqlFunctions.HasClasses(pattern))) return false;
        sql.Refuse(RefusalCode.DifferentSemantics, "which characters are letters or blanks depends on the database's locale", "regular expressions that are constants without classes such as \\w or [[:alpha:]] are sent");
        return true;
    }

    /// <summary>Regular expressions are matched under "C", where case can be folded for ASCII only: flags must be known, and not ask for it.</summary>
    private static bool RefusesFlags(SqlText sql, CallExpression call)
    {
        if (PostgreSqlFunctions.FlagsArgument(call.Function.Signature) is not { } index) return false;
        if (call.Arguments[index] is ConstantExpression { Value: string flags } && !flags.Contains('i', StringComparison.OrdinalIgnoreCase)) return false;
        sql.Refuse(RefusalCode.DifferentSemantics, "PostgreSQL folds case by the database's locale", "regular expressions without the flag i are sent");
        return true;
    }
}
