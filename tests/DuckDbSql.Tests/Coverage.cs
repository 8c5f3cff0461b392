using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;
using SortKey = FederationGateway.Plan.SortKey;

namespace FederationGateway.DuckDbSql.Tests;

/// <summary>Whatever binds can be planned by the engine as it is written, or is refused for a reason: no template names a function that does not exist there.</summary>
public sealed class Coverage
{
    // Folded before they reach the engine, or without an equal here on purpose.
    private static readonly HashSet<string> Refused =
    [
        "setseed(float8)", "array_to_json(anyarray,bool)", "width_bucket(anycompatible,anycompatiblearray)", "to_ascii(text)",
        "current_query()", "pg_advisory_lock(int8)", "pg_advisory_unlock(int8)", "pg_try_advisory_lock(int8)",
        "pg_column_size(any)", "age(timestamp)", "age(timestamptz)", 
    ];

    private static readonly SqlType[] Elements = [SqlType.Int4, SqlType.Text, SqlType.UnconstrainedNumeric, SqlType.Date, SqlType.Interval, SqlType.Float8];

    [Fact]
    public void Every_function_is_planned_by_the_engine_or_refused()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { Functions = DuckDbFunctions.All });
        using var connection = engine.Connect();
        var problems = new List<string>();
        foreach (var definition in FunctionRegistry.All.Where(definition => definition.Kind is FunctionKind.Scalar or FunctionKind.Operator && !definition.ReturnsSet))
            foreach (var element in definition.Parameters.Any(parameter => parameter.IsPolymorphic) ? Elements : [SqlType.Int4])
                if (Problem(definition, element, connection) is { } problem) problems.Add($"{definition.Signature} of {element}: {problem}");
        problems.ShouldBeEmpty();
    }

    [Fact]
    public void Every_aggregate_is_planned_by_the_engine_or_refused()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { Functions = DuckDbFunctions.All });
        using var connection = engine.Connect();
        var problems = new List<string>();
        foreach (var definition in FunctionRegistry.All.Where(definition => definition.IsAggregate && !definition.Parameters.Contains(ParameterType.Parse("_float8"))))
            foreach (var element in definition.Parameters.Any(parameter => parameter.IsPolymorphic) ? Elements : [SqlType.Int4])
                foreach (var type in definition.Parameters.Contains(ParameterType.Parse("numeric")) ? [SqlType.UnconstrainedNumeric, SqlType.Numeric(10, 2), SqlType.Numeric(38, 2)] : (SqlType[])[element])
                    if (Problem(definition, element, type, connection) is { } problem) problems.Add($"{definition.Signature} of {type}: {problem}");
        problems.ShouldBeEmpty();
    }

    private static string? Problem(FunctionDefinition definition, SqlType element, SqlType numeric, DuckDbConnection connection)
    {
        if (Refused.Contains(definition.Signature)) return null;

        var match = new FunctionBinder(new TypeCoercion(InputSettings.Utc, (number, type) => new ParameterExpression(number, type))).Resolve(
            definition.Name, definition.Parameters.Select((parameter, i) => i < definition.DirectCount ? new ConstantExpression(0.5, SqlType.Float8)
                : parameter.Kind == SqlTypeKind.Text && i > 0 ? (Expression)new ConstantExpression(",", SqlType.Text)
                : new CastExpression(new ColumnExpression(new ColumnId(1), "x", SqlType.Text), parameter.Kind == SqlTypeKind.Numeric ? numeric : ArgumentType(parameter, element), IsExplicit: true)).ToArray());
        var isOrdered = definition.Kind == FunctionKind.OrderedSetAggregate;
        var call = new AggregateCall(
            match.Function,
            isOrdered ? match.Arguments.Take(definition.DirectCount).ToEquatableArray() : match.Arguments,
            match.Type,
            OrderBy: isOrdered ? [new SortKey(match.Arguments[^1], false, false)] : default,
            IsWithinGroup: isOrdered);
        return Problem(sql => sql.Dialect.WriteAggregate(sql, call), connection)
            ?? (isOrdered ? null : Problem(sql => sql.Dialect.WriteWindow(sql, new WindowCall(call.Function, call.Arguments, call.Type, IsAggregate: true)), connection));
    }

    private static string? Problem(Action<SqlText> write, DuckDbConnection connection)
    {
        var sql = new SqlText(new DuckDbDialect(new DialectSession("UTC")), _ => "x");
        write(sql);
        if (sql.Refusal is { } refusal) return refusal.Message;
        try
        {
            connection.Prepare($"SELECT {sql} FROM (SELECT ''::VARCHAR AS x)").Dispose();
            return null;
        }
        catch (GatewayException e)
        {
            return $"{e.Message} {e.Detail}\n   {sql}";
        }
    }

    private static string? Problem(FunctionDefinition definition, SqlType element, DuckDbConnection connection)
    {
        var arguments = definition.Parameters.Select(parameter => (Expression)new CastExpression(new ColumnExpression(new ColumnId(1), "x", SqlType.Text), ArgumentType(parameter, element), IsExplicit: true)).ToArray();
        if (definition.Parameters.Any(parameter => parameter.Kind == SqlTypeKind.Record)) return null;    // rows compare item by item
        var isFolded = definition.Volatility == Volatility.Stable && arguments.Length == 0 || definition.Name.StartsWith("current_", StringComparison.Ordinal) || definition.Name.StartsWith("local", StringComparison.Ordinal);
        if (isFolded || Refused.Contains(definition.Signature)) return null;
        Expression bound;
        try
        {
            bound = Bind(definition, arguments);
        }
        catch (GatewayException e) when (e.State == SqlState.UndefinedFunction || e.State == SqlState.AmbiguousFunction || e.State == SqlState.FeatureNotSupported)
        {
            return null;    // another declaration is meant with these types
        }

        return Problem(sql => sql.Append(bound), connection);
    }

    private static Expression Bind(FunctionDefinition definition, Expression[] arguments)
    {
        var coercion = new TypeCoercion(InputSettings.Utc, (number, type) => new ParameterExpression(number, type));
        var functions = new FunctionBinder(coercion);
        if (definition.Kind == FunctionKind.Scalar) return functions.Call(definition.Name, arguments);
        var operators = new OperatorBinder(coercion, functions);
        return arguments.Length == 2 ? operators.Bind(definition.Name, arguments[0], arguments[1]) : operators.BindPrefix(definition.Name, arguments[0]);
    }

    private static SqlType ArgumentType(ParameterType parameter, SqlType element) => parameter.Polymorphism switch
    {
        Polymorphism.None => parameter.Type,
        Polymorphism.AnyArray or Polymorphism.AnyCompatibleArray => SqlType.ArrayOf(element.Kind),
        _ => element,
    };
}
