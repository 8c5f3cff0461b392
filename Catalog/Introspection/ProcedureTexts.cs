using FederationGateway.Common;

namespace FederationGateway.Catalog.Introspection;

/// <summary>The SQL that would make a procedure, worded as PostgreSQL's <c>pg_get_function…</c> functions word it; a table parameter as CREATE PROCEDURE takes it here.</summary>
internal static class ProcedureTexts
{
    public static string Arguments(ProcedureEntry procedure) => string.Join(", ", procedure.Parameters.Select(parameter => $"IN {SqlNames.Quote(parameter.Name)} {TypeOf(parameter)}"));

    public static string Definition(ProcedureEntry procedure)
    {
        // A dollar quote that the text does not have.
        var quote = "$procedure$";
        while (procedure.Body.Contains(quote, StringComparison.Ordinal)) quote = $"{quote[..^1]}x$";
        return $"CREATE OR REPLACE PROCEDURE {SqlNames.Quote(procedure.Schema, procedure.Name)}({Arguments(procedure)})\n LANGUAGE sql\n SECURITY {(procedure.IsInvoker ? "INVOKER" : "DEFINER")}\nAS {quote}{procedure.Body}{quote}\n";
    }

    private static string TypeOf(ProcedureParameter parameter) => parameter.Type is { } type
        ? Spell(type)
        : $"TABLE({string.Join(", ", parameter.Columns.Select(column => $"{SqlNames.Quote(column.Name)} {Spell(column.Type)}"))})";

    private static string Spell(SqlType type) => TypeSpelling.Of((uint)type.TypeOid, type.TypeModifier) ?? type.ToString();
}
