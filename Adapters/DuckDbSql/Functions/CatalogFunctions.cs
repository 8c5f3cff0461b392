using System.Globalization;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Functions that look into the session's catalog snapshot; the first argument is the session's number.</summary>
internal static class CatalogFunctions
{
    private static NullableValueCodec<uint> OidOrNull { get; } = new(Oid);

    private static NullableValueCodec<long> Int8OrNull { get; } = new(Int8);

    // They answer from a snapshot that may be another at the next execution: never folded into a cached plan.
    public static IEnumerable<ScalarFunction> All => Lookups.Select(function => function with { IsVolatile = true });

    private static IEnumerable<ScalarFunction> Lookups =>
    [
        Scalar.Of("gw_is_visible", Int8, Text, Oid, BoolOrNull, (session, kind, oid) => SessionContexts.Of(session).IsVisible(kind, oid)),
        Scalar.Of("gw_oid_name", Int8, Text, Oid, Text, (session, kind, oid) => NameOf(session, kind, oid)),
        Scalar.Of("gw_oid_find", Int8, Text, Text, Oid, Find),
        Scalar.Of("gw_oid_lookup", Int8, Text, Text, OidOrNull, (session, kind, name) => SessionContexts.Of(session).Find(KindOf(kind), name)),
        Scalar.Of("gw_format_type", Int8, Oid, Int4OrNull, TextOrNull, (session, oid, modifier) => SessionContexts.Of(session).FormatType(oid, modifier)),
        Scalar.Of("gw_user_name", Int8, Oid, Text, (session, oid) => SessionContexts.Of(session).UserNameOf(oid)),
        Scalar.Of("gw_definition", Int8, Text, Oid, Int4, TextOrNull, (session, function, oid, column) => SessionContexts.Of(session).DefinitionOf(function, oid, column)),
        Scalar.Of("gw_description", Int8, Oid, Text, Int4, TextOrNull, (session, oid, catalog, column) => SessionContexts.Of(session).DescriptionOf(oid, catalog, column)),
        Scalar.Of("gw_object_name", Int8, Oid, Oid, Int4, TextOrNull, (session, catalog, oid, column) => SessionContexts.Of(session).Describe(catalog, oid, column)),
        HasPrivilege,
        Sequence,
        Signal,
        Scalar.Of("gw_sequence_of", Int8, Text, Text, TextOrNull, (session, table, column) => SessionContexts.Of(session).SequenceOf(table, column)),
        Scalar.Of("gw_setting", Int8, Text, Bool, TextOrNull, (session, name, mayBeMissing) => SessionContexts.Of(session).Setting(name, mayBeMissing)),
        Scalar.Of("gw_set_setting", Int8, Text, TextOrNull, Bool, Text, (session, name, value, isLocal) => SessionContexts.Of(session).SetSetting(name, value, isLocal)),
    ];

    private static ScalarFunction HasPrivilege { get; } = new(
        "gw_has_privilege", [Int8.Type, Text.Type, Text.Type, Text.Type, Text.Type, Text.Type], Bool.Type, (in ScalarCall call) =>
        {
            for (var row = 0; row < call.RowCount; row++)
            {
                var (target, privilege) = (TextOrNull.Read(call[3], row), TextOrNull.Read(call[4], row));
                var answer = target is null || privilege is null
                    ? null
                    : SessionContexts.Of(Int8.Read(call[0], row)).HasPrivilege(Text.Read(call[1], row), TextOrNull.Read(call[2], row), target, privilege, TextOrNull.Read(call[5], row));
                BoolOrNull.Write(call.Output, row, answer);
            }
        }) { SeesNulls = true };

    private static ScalarFunction Sequence { get; } = Scalar.OfRow(
        "gw_sequence", [Int8.Type, Text.Type, Oid.Type, Int8.Type, Bool.Type], Int8OrNull, (in ScalarCall call, int row) =>
            SessionContexts.Of(Int8.Read(call[0], row)).Sequence(Text.Read(call[1], row), Oid.Read(call[2], row), Int8.Read(call[3], row), Bool.Read(call[4], row)));

    private static ScalarFunction Signal { get; } = Scalar.OfRow(
        "gw_signal", [Int8.Type, Int4.Type, Bool.Type, Int8.Type], Bool, (in ScalarCall call, int row) =>
            SessionContexts.Of(Int8.Read(call[0], row)).Signal(Int4.Read(call[1], row), Bool.Read(call[2], row), Int8.Read(call[3], row), call.CancellationToken)) with { Waits = true };

    private static string NameOf(long session, string kind, uint oid)
    {
        if (oid == 0 && kind is "regclass" or "regproc" or "regtype" or "regdictionary") return "-";
        return SessionContexts.Of(session).NameOf(KindOf(kind), oid) ?? oid.ToString(CultureInfo.InvariantCulture);
    }

    private static uint Find(long session, string kind, string name)
    {
        if (uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        if (name == "-") return 0;
        return SessionContexts.Of(session).Find(KindOf(kind), name) ?? throw (KindOf(kind) switch
        {
            SqlTypeKind.RegClass => new GatewayException(SqlState.UndefinedTable, $"relation \"{name}\" does not exist"),
            SqlTypeKind.RegType => new GatewayException(SqlState.UndefinedObject, $"type \"{name}\" does not exist"),
            SqlTypeKind.RegProc => new GatewayException(SqlState.UndefinedFunction, $"function \"{name}\" does not exist"),
            SqlTypeKind.RegOperator => new GatewayException(SqlState.UndefinedFunction, $"operator does not exist: {name}"),
            SqlTypeKind.RegDictionary => new GatewayException(SqlState.UndefinedObject, $"text search dictionary \"{name}\" does not exist"),
            SqlTypeKind.RegNamespace => new GatewayException(SqlState.InvalidSchemaName, $"schema \"{name}\" does not exist"),
            _ => new GatewayException(SqlState.UndefinedObject, $"role \"{name}\" does not exist"),
        });
    }

    private static SqlTypeKind KindOf(string name) => name switch
    {
        "regclass" => SqlTypeKind.RegClass,
        "regtype" => SqlTypeKind.RegType,
        "regproc" => SqlTypeKind.RegProc,
        "regoperator" => SqlTypeKind.RegOperator,
        "regdictionary" => SqlTypeKind.RegDictionary,
        "regnamespace" => SqlTypeKind.RegNamespace,
        _ => SqlTypeKind.RegRole,
    };
}
