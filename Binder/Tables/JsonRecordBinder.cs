using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Functions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Tables;

/// <summary>
/// <c>jsonb_to_recordset(x) AS t(a int, b text)</c> and its three siblings: the members of objects as columns, each read as the type's input function reads it.
/// </summary>
internal static class JsonRecordBinder
{
    /// <summary>The checks of what the JSON is and the reading of members that become arrays: functions without a name of their own.</summary>
    private const string Object = "json_record";
    private const string ArrayMember = "json_array_member";

    /// <summary>Null when it is another function.</summary>
    public static BoundTable? TryBind(Ast.FunctionTable table, FromPlace place)
    {
        if (table.Functions is not [{ Call: Ast.FunctionCall { Arguments: [{ Name: null } argument] } call } function]) return null;
        var name = call.Name.Last.Text;
        if (name is not ("json_to_record" or "jsonb_to_record" or "json_to_recordset" or "jsonb_to_recordset")) return null;
        EquatableArray<Ast.FunctionColumn> definitions = [.. function.Columns, .. table.Columns];
        if (definitions.IsEmpty)
            throw new GatewayException(SqlState.SyntaxError, "a column definition list is required for functions returning \"record\"") { Position = call.Span.Start };
        if (table.WithOrdinality) throw GatewayException.Unsupported($"{name} WITH ORDINALITY", call.Span);
        var state = place.State;
        var type = name.StartsWith("jsonb", StringComparison.Ordinal) ? SqlType.JsonB : SqlType.Json;
        var json = state.Coercion.Coerce(ExpressionBinder.Bind(argument.Value, place.LateralScope()), type, Coercion.CoercionContext.Implicit, argument.Span.Start);
        var columns = definitions.Select(definition => state.NewColumn(definition.Name.Text, TypeNames.Resolve(definition.Type))).ToEquatableArray();
        PlanNode plan;
        if (name.EndsWith("set", StringComparison.Ordinal))
        {
            var elements = state.Functions.Resolve(SqlTypeNames.Internal(type.Kind) + "_array_elements", [json], call.Span.Start);
            var element = state.NewColumn("value", type);
            var rows = new TableFunctionNode([elements.ToCall() with { Arguments = [Checked(json, name)] }], [element], WithOrdinality: false);
            plan = new ProjectNode(rows, columns.Select(column => new ProjectItem(column, Member(Checked(element.ToExpression(), name + " element"), column, state))).ToEquatableArray());
        }
        else plan = new ValuesNode(columns, [columns.Select(column => Member(Checked(json, name), column, state)).ToEquatableArray()]);
        var bound = BoundTable.Of(plan, [table.Alias?.Name.Text ?? name]) with { IsLateral = true };
        return table.Alias is null ? bound : TableAliases.Apply(bound, table.Alias);
    }

    private static CallExpression Checked(Expression json, string expected) =>
        new(new FunctionReference(Object, $"{Object}(json,text)"), [json, new ConstantExpression(expected, SqlType.Text)], json.Type);

    private static Expression Member(Expression json, OutputColumn column, StatementState state)
    {
        var name = new ConstantExpression(column.Name, SqlType.Text);
        var text = state.Operators.Bind("->>", json, name);
        if (column.Type.Kind is SqlTypeKind.Json or SqlTypeKind.JsonB)
        {
            var value = state.Coercion.Coerce(state.Operators.Bind("->", json, name), column.Type, Coercion.CoercionContext.Explicit);
            return new CaseExpression([new CaseBranch(new IsNullExpression(text, IsNegated: true), value)], null, column.Type);
        }

        if (column.Type.Kind == SqlTypeKind.Array)
            text = new CallExpression(new FunctionReference(ArrayMember, $"{ArrayMember}(json,text)"), [json, name], SqlType.Text);
        return column.Type.Kind == SqlTypeKind.Text ? text : new CastExpression(text, column.Type, IsExplicit: false);
    }
}
