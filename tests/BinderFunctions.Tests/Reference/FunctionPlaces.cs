using System.Text.RegularExpressions;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Adapters.Files;
using FederationGateway.Adapters.PostgreSql.Dialect;
using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Plan;
using SortKey = FederationGateway.Plan.SortKey;

namespace FederationGateway.BinderFunctions.Tests.Reference;

/// <summary>
/// Where one function is computed, found out by writing a call of it over columns in each dialect: what a dialect writes it may do, what it refuses it gives the
/// reason for.
/// </summary>
/// <param name="PostgreSql">Whether a PostgreSQL source computes it.</param>
/// <param name="Files">Whether a file source does.</param>
/// <param name="Local">How the gateway itself does.</param>
internal sealed partial record FunctionPlaces(string PostgreSql, string Files, string Local)
{
    private const string Exact = "exact";
    private const string Constant = "constant";

    private static readonly PostgreSqlDialect PostgreSqlDialect = new();
    private static readonly SqlDialect FilesDialect = new FilesAdapter([]).Dialect!;
    private static readonly DuckDbDialect LocalDialect = new(new DialectSession("UTC"));

    public static FunctionPlaces Of(FunctionDefinition definition)
    {
        var columns = definition.Parameters.Select(Column).ToArray();
        if (definition.Kind == FunctionKind.Scalar && Bind(definition, columns) is CallExpression call && IsFolded(call)) return new(Constant, Constant, Constant);
        return new(Sent(definition, columns, PostgreSqlDialect), Sent(definition, columns, FilesDialect), Computed(definition, columns));
    }

    private static bool IsFolded(CallExpression call) => StableFunctions.IsKnown(call)
        || StableFunctions.IsKnown(call with { Arguments = call.Arguments.Select(argument => (Expression)SomeConstant(argument.Type)).ToEquatableArray() });

    private static string Sent(FunctionDefinition definition, Expression[] columns, SqlDialect dialect)
    {
        var written = Write(definition, columns, dialect);
        if (written.Refusal is not { } refusal) return written.IsSuperset ? "superset" : Exact;

        // Some are refused only because nobody knows yet what a flag or a fraction says.
        Expression[] constants = [.. columns.Select((column, i) => i == 0 && definition.DirectCount == 0 ? column : SomeConstant(column.Type))];
        return Write(definition, constants, dialect).Refusal is null ? $"exact, where its options are constants: {refusal.Message}" : refusal.Message;
    }

    private static string Computed(FunctionDefinition definition, Expression[] columns)
    {
        var written = Write(definition, columns, LocalDialect);
        if (written.Refusal is not null)
        {
            Expression[] constants = [.. columns.Select((column, i) => i == 0 && definition.DirectCount == 0 ? column : SomeConstant(column.Type))];
            var again = Write(definition, constants, LocalDialect);
            return again.Refusal is null ? $"{Manner(again)}, where its options are constants" : $"not supported: {written.Refusal.Message}";
        }

        return Manner(written);
    }

    private static string Manner(SqlText written)
    {
        var text = written.ToString();
        return text.Contains("gw_", StringComparison.Ordinal) ? "own" : Plain().IsMatch(text) ? "native" : "emulated";
    }

    private static SqlText Write(FunctionDefinition definition, Expression[] arguments, SqlDialect dialect)
    {
        var sql = new SqlText(dialect, id => $"x{id.Value}");
        var order = new SortKey(Column(ParameterType.Parse("int4"), arguments.Length), false, false);
        switch (definition.Kind)
        {
            case FunctionKind.Aggregate or FunctionKind.OrderedSetAggregate:
                var match = Bound.Functions.Resolve(definition.Name, arguments);
                dialect.WriteAggregate(sql, Aggregate(match, order));
                break;
            case FunctionKind.Window:
                var window = Bound.Functions.Resolve(definition.Name, arguments);
                dialect.WriteWindow(sql, new WindowCall(window.Function, window.Arguments, window.Type, OrderBy: [order]));
                break;
            case FunctionKind.Scalar when definition.ReturnsSet:
                var set = Bound.Functions.Resolve(definition.Name, arguments);
                var columns = set.Columns.Select((column, i) => new OutputColumn(new ColumnId(100 + i), column.Name, column.Type)).ToEquatableArray();
                dialect.WriteTableFunction(sql, new TableFunctionNode([set.ToCall()], columns, WithOrdinality: false), "t", columns.Select(column => column.Name).ToList());
                break;
            default:
                sql.Append(Bind(definition, arguments));
                break;
        }

        return sql;
    }

    private static AggregateCall Aggregate(FunctionMatch match, SortKey order)
    {
        var direct = match.Definition.DirectCount;
        return match.Definition.Kind == FunctionKind.OrderedSetAggregate
            ? new AggregateCall(match.Function, match.Arguments.Take(direct).ToEquatableArray(), match.Type, OrderBy: [new SortKey(match.Arguments[^1], false, false)], IsWithinGroup: true)
            : new AggregateCall(match.Function, match.Arguments, match.Type, OrderBy: match.Definition.Name.EndsWith("_agg", StringComparison.Ordinal) ? [order] : default);
    }

    private static Expression Bind(FunctionDefinition definition, Expression[] arguments) => definition.Kind == FunctionKind.Scalar ? Bound.Functions.Call(definition.Name, arguments)
        : arguments.Length == 1 ? Bound.Operators.BindPrefix(definition.Name, arguments[0])
        : Bound.Operators.Bind(definition.Name, arguments[0], arguments[1]);

    private static Expression Column(ParameterType parameter, int index) => parameter.Kind == SqlTypeKind.Record && parameter.IsConcrete
        ? new RowExpression([new ColumnExpression(new ColumnId(index + 1), "x", SqlType.Int4)])
        : new ColumnExpression(new ColumnId(index + 1), "x", TypeOf(parameter));

    private static SqlType TypeOf(ParameterType parameter) => parameter.Polymorphism switch
    {
        Polymorphism.None => parameter.Type,
        Polymorphism.AnyArray or Polymorphism.AnyCompatibleArray => SqlType.ArrayOf(SqlTypeKind.Int4),
        _ => SqlType.Int4,
    };

    private static ConstantExpression SomeConstant(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Text => new ConstantExpression("", type),
        SqlTypeKind.Int4 => new ConstantExpression(1, type),
        SqlTypeKind.Float8 => new ConstantExpression(0.5, type),
        SqlTypeKind.Boolean => new ConstantExpression(true, type),
        _ => ConstantExpression.Null(type),
    };

    [GeneratedRegex(@"^(CAST\()?(\w+\((x\d+(, x\d+)*)?\)|\(x\d+ \S+ x\d+\)|x\d+ \S+ x\d+|\( ?[-~] ?\(?x\d+\)?\))( AS \w+\))?$")]
    private static partial Regex Plain();
}
