using FederationGateway.Catalog.SystemViews.PgCatalog.Data;

namespace FederationGateway.Catalog.Introspection;

/// <summary>The texts of the <c>pg_get_…</c> functions.</summary>
internal sealed class ObjectDefinitions(CatalogSnapshot snapshot)
{
    public string? Of(string function, uint oid, int column) => function switch
    {
        "pg_get_constraintdef" => Constraint(oid),
        "pg_get_indexdef" => Index(oid, column),
        "pg_get_viewdef" => snapshot.RelationsByOid.GetValueOrDefault(oid) is ViewEntry view ? Query(view) : null,
        "pg_get_ruledef" => Rule(oid),
        "pg_get_function_arguments" or "pg_get_function_identity_arguments" when snapshot.Procedures.GetValueOrDefault(oid) is { } procedure => ProcedureTexts.Arguments(procedure),
        "pg_get_functiondef" => snapshot.Procedures.GetValueOrDefault(oid) is { } procedure ? ProcedureTexts.Definition(procedure) : null,
        "pg_get_function_arguments" or "pg_get_function_identity_arguments" => FunctionRows.ByOid.GetValueOrDefault((int)oid) is { } known ? string.Join(", ", known.Arguments.Select(TypeName)) : null,
        "pg_get_function_result" => FunctionRows.ByOid.GetValueOrDefault((int)oid) is { } known ? TypeName(known.Result) : null,
        _ => null,
    };

    private string? Constraint(uint oid)
    {
        if (DerivedOids.KeyConstraint(oid) is var (relation, number)) return RelationKey.Find(snapshot, relation, number) is { } key ? Definitions.Constraint(key) : null;
        if (DerivedOids.Check(oid) is not var (table, check) || snapshot.RelationsByOid.GetValueOrDefault(table) is not { } found) return null;
        return Relations.ChecksOf(found).ElementAtOrDefault(check) is { } constraint ? Definitions.Constraint(constraint) : null;
    }

    private string? Index(uint oid, int column)
    {
        if (RelationKey.Find(snapshot, oid) is not { } key) return null;
        return column == 0 ? Definitions.Index(key) : key.Columns.ElementAtOrDefault(column - 1) is { } found ? SqlNames.Quote(found.Name) : "";
    }

    private string? Rule(uint oid) => DerivedOids.RuleView(oid) is { } number && snapshot.RelationsByOid.GetValueOrDefault(number) is ViewEntry view
        ? $"CREATE RULE \"_RETURN\" AS\n    ON SELECT TO {SqlNames.Quote(view.Schema, view.Name)} DO INSTEAD {Query(view)}"
        : null;

    private string Query(ViewEntry view) => ViewTexts.Of(snapshot, view).TrimEnd().TrimEnd(';') + ";";

    private static string TypeName(int oid) => TypeSpelling.Of((uint)oid, modifier: null) ?? "???";
}
