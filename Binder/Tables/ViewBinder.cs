using System.Runtime.CompilerServices;
using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;
using FederationGateway.Catalog;
using FederationGateway.Parser;

namespace FederationGateway.Binder.Tables;

/// <summary>A view in FROM: its stored query, bound in its own names and put in the view's place.</summary>
internal static class ViewBinder
{
    // A view entry never changes, so its text is parsed once while any snapshot holds it.
    private static readonly ConditionalWeakTable<ViewEntry, Ast.QueryStatement> Parsed = [];

    public static BoundTable Bind(ViewEntry view, FromPlace place)
    {
        var state = place.State;
        if (state.Views.Contains(view.Oid))
            throw new GatewayException(SqlState.InvalidObjectDefinition, $"infinite recursion detected in rules for relation \"{view.Name}\"");
        var (viewsAround, settingsAround, ownerAround) = (state.Views, state.Coercion.Settings, state.Access.ViewOwner);
        (state.Views, state.Coercion.Settings, state.Access.ViewOwner) = (viewsAround.Push(view.Oid), SettingsOf(view, state), view.Owner);
        var query = BindQuery(view, place);
        state.Access.Use(query);
        (state.Views, state.Coercion.Settings, state.Access.ViewOwner) = (viewsAround, settingsAround, ownerAround);
        var plan = Rename(query, view, state);
        state.Access.ReadView(view, plan);
        return BoundTable.Of(plan, [view.Schema, view.Name]);
    }

    private static InputSettings SettingsOf(ViewEntry view, StatementState state) => new(
        view.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : state.Context.TimeZone, new OidNames(state.Context with { SearchPath = view.SearchPath }).Find,
        view.Now);

    private static PlanNode BindQuery(ViewEntry view, FromPlace place) => StoredText.WithoutPositions(() =>
    {
        var query = Parsed.GetValue(view, entry => StoredText.Query(entry.Sql));
        var plan = QueryBinder.Bind(query, new Scope(place.State, null, place.Query.Catalog.In(view), null));
        ColumnsOfThen.RequirePresent(plan, view, place.State);
        return plan;
    }, $"While expanding view {view.QualifiedName}.");

    /// <summary>The view's columns have the names and types it was created with, whatever became of the tables below.</summary>
    private static PlanNode Rename(PlanNode query, ViewEntry view, StatementState state)
    {
        var output = query.Output;
        if (output.Count < view.Columns.Count)
        {
            throw new GatewayException(SqlState.InvalidTableDefinition, $"view \"{view.Name}\" no longer matches its query")
            {
                Detail = $"The view has {view.Columns.Count} columns, its query {output.Count}.",
                Hint = "Create the view again with CREATE OR REPLACE VIEW.",
            };
        }

        if (output.Count == view.Columns.Count && output.Zip(view.Columns).All(pair => pair.First.Name == pair.Second.Name && pair.First.Type == pair.Second.Type)) return query;
        var items = view.Columns.Select((column, index) =>
        {
            var value = output[index].Type == column.Type ? output[index].ToExpression() : state.Coercion.CoerceExactly(output[index].ToExpression(), column.Type, Coercion.CoercionContext.Explicit);
            return new ProjectItem(state.NewColumn(column.Name, column.Type, output[index].IsNullable), value);
        });
        return new ProjectNode(query, items.ToEquatableArray());
    }
}
