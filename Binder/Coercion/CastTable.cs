using System.Collections.Frozen;
using FederationGateway.Common;

namespace FederationGateway.Binder.Coercion;

/// <summary>Which conversions exist between types and who may ask for them: PostgreSQL's <c>pg_cast</c>.</summary>
public static class CastTable
{
    private static readonly SqlTypeKind[] OidAliases = [SqlTypeKind.RegClass, SqlTypeKind.RegType, SqlTypeKind.RegProc, SqlTypeKind.RegNamespace, SqlTypeKind.RegOperator, SqlTypeKind.RegDictionary, SqlTypeKind.RegRole];
    private static readonly FrozenDictionary<(SqlTypeKind, SqlTypeKind), CoercionContext> Casts = Build();

    /// <summary>
    /// Whether a value of one type may become the other. The unknown type becomes anything; any type becomes text by assignment, and text becomes any
    /// type when written out (the conversion then goes through the types' text forms); arrays follow their elements.
    /// </summary>
    public static bool Allows(SqlType from, SqlType to, CoercionContext context)
    {
        if (from.Kind == to.Kind && from.Kind != SqlTypeKind.Array) return true;
        if (from.Kind == SqlTypeKind.Unknown) return true;
        if (from.Kind == SqlTypeKind.Array && to.Kind == SqlTypeKind.Array)
            return from.Element == to.Element || Allows(from.ElementType, to.ElementType, context);
        if (Casts.TryGetValue((from.Kind, to.Kind), out var needed)) return needed <= context;
        if (to.Kind is SqlTypeKind.Unknown or SqlTypeKind.Void || from.Kind == SqlTypeKind.Void) return false;
        if (TypeCategories.Of(to.Kind) == TypeCategory.String) return context >= CoercionContext.Assignment;
        return TypeCategories.Of(from.Kind) == TypeCategory.String && to.Kind != SqlTypeKind.Record && context == CoercionContext.Explicit;
    }

    private static FrozenDictionary<(SqlTypeKind, SqlTypeKind), CoercionContext> Build()
    {
        var casts = new Dictionary<(SqlTypeKind, SqlTypeKind), CoercionContext>();
        void Add(CoercionContext context, SqlTypeKind from, params ReadOnlySpan<SqlTypeKind> targets)
        {
            foreach (var to in targets) casts[(from, to)] = context;
        }

        Add(CoercionContext.Implicit, SqlTypeKind.Int2, SqlTypeKind.Int4, SqlTypeKind.Int8, SqlTypeKind.Numeric, SqlTypeKind.Float4, SqlTypeKind.Float8, SqlTypeKind.Oid);
        Add(CoercionContext.Implicit, SqlTypeKind.Int4, SqlTypeKind.Int8, SqlTypeKind.Numeric, SqlTypeKind.Float4, SqlTypeKind.Float8, SqlTypeKind.Oid);
        Add(CoercionContext.Implicit, SqlTypeKind.Int8, SqlTypeKind.Numeric, SqlTypeKind.Float4, SqlTypeKind.Float8, SqlTypeKind.Oid);
        Add(CoercionContext.Implicit, SqlTypeKind.Numeric, SqlTypeKind.Float4, SqlTypeKind.Float8);
        Add(CoercionContext.Implicit, SqlTypeKind.Float4, SqlTypeKind.Float8);
        Add(CoercionContext.Assignment, SqlTypeKind.Int4, SqlTypeKind.Int2);
        Add(CoercionContext.Assignment, SqlTypeKind.Int8, SqlTypeKind.Int2, SqlTypeKind.Int4);
        Add(CoercionContext.Assignment, SqlTypeKind.Numeric, SqlTypeKind.Int2, SqlTypeKind.Int4, SqlTypeKind.Int8);
        Add(CoercionContext.Assignment, SqlTypeKind.Float4, SqlTypeKind.Int2, SqlTypeKind.Int4, SqlTypeKind.Int8, SqlTypeKind.Numeric);
        Add(CoercionContext.Assignment, SqlTypeKind.Float8, SqlTypeKind.Int2, SqlTypeKind.Int4, SqlTypeKind.Int8, SqlTypeKind.Numeric, SqlTypeKind.Float4);
        Add(CoercionContext.Explicit, SqlTypeKind.Int4, SqlTypeKind.Boolean, SqlTypeKind.InternalChar);
        Add(CoercionContext.Explicit, SqlTypeKind.Boolean, SqlTypeKind.Int4);
        Add(CoercionContext.Explicit, SqlTypeKind.InternalChar, SqlTypeKind.Int4);

        Add(CoercionContext.Implicit, SqlTypeKind.Text, SqlTypeKind.VarChar, SqlTypeKind.BpChar, SqlTypeKind.Name);
        Add(CoercionContext.Implicit, SqlTypeKind.VarChar, SqlTypeKind.Text, SqlTypeKind.BpChar, SqlTypeKind.Name);
        Add(CoercionContext.Implicit, SqlTypeKind.BpChar, SqlTypeKind.Text, SqlTypeKind.VarChar, SqlTypeKind.Name);
        Add(CoercionContext.Implicit, SqlTypeKind.Name, SqlTypeKind.Text);
        Add(CoercionContext.Assignment, SqlTypeKind.Name, SqlTypeKind.VarChar, SqlTypeKind.BpChar);
        Add(CoercionContext.Implicit, SqlTypeKind.InternalChar, SqlTypeKind.Text);
        Add(CoercionContext.Assignment, SqlTypeKind.InternalChar, SqlTypeKind.VarChar, SqlTypeKind.BpChar);
        Add(CoercionContext.Assignment, SqlTypeKind.Text, SqlTypeKind.InternalChar);
        Add(CoercionContext.Assignment, SqlTypeKind.VarChar, SqlTypeKind.InternalChar);
        Add(CoercionContext.Assignment, SqlTypeKind.BpChar, SqlTypeKind.InternalChar);
        Add(CoercionContext.Implicit, SqlTypeKind.Text, SqlTypeKind.RegClass);
        Add(CoercionContext.Implicit, SqlTypeKind.VarChar, SqlTypeKind.RegClass);

        Add(CoercionContext.Implicit, SqlTypeKind.Date, SqlTypeKind.Timestamp, SqlTypeKind.TimestampTz);
        Add(CoercionContext.Implicit, SqlTypeKind.Timestamp, SqlTypeKind.TimestampTz);
        Add(CoercionContext.Assignment, SqlTypeKind.Timestamp, SqlTypeKind.Date, SqlTypeKind.Time);
        Add(CoercionContext.Assignment, SqlTypeKind.TimestampTz, SqlTypeKind.Date, SqlTypeKind.Time, SqlTypeKind.TimeTz, SqlTypeKind.Timestamp);
        Add(CoercionContext.Implicit, SqlTypeKind.Time, SqlTypeKind.TimeTz, SqlTypeKind.Interval);
        Add(CoercionContext.Assignment, SqlTypeKind.TimeTz, SqlTypeKind.Time);
        Add(CoercionContext.Assignment, SqlTypeKind.Interval, SqlTypeKind.Time);

        Add(CoercionContext.Assignment, SqlTypeKind.Json, SqlTypeKind.JsonB);
        Add(CoercionContext.Assignment, SqlTypeKind.JsonB, SqlTypeKind.Json);
        Add(CoercionContext.Explicit, SqlTypeKind.JsonB, SqlTypeKind.Boolean, SqlTypeKind.Numeric, SqlTypeKind.Int2, SqlTypeKind.Int4, SqlTypeKind.Int8, SqlTypeKind.Float4, SqlTypeKind.Float8);

        Add(CoercionContext.Assignment, SqlTypeKind.Oid, SqlTypeKind.Int4, SqlTypeKind.Int8);
        Add(CoercionContext.Implicit, SqlTypeKind.Oid, OidAliases);
        foreach (var alias in OidAliases)
        {
            Add(CoercionContext.Implicit, alias, SqlTypeKind.Oid);
            Add(CoercionContext.Assignment, alias, SqlTypeKind.Int4, SqlTypeKind.Int8);
            Add(CoercionContext.Implicit, SqlTypeKind.Int2, alias);
            Add(CoercionContext.Implicit, SqlTypeKind.Int4, alias);
            Add(CoercionContext.Implicit, SqlTypeKind.Int8, alias);
        }

        return casts.ToFrozenDictionary();
    }
}
