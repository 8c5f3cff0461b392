using System.Collections.Frozen;

namespace FederationGateway.Binder.Expressions;

/// <summary>Types PostgreSQL 15 has and the gateway has not: using one is 0A000, not 42704, so that nobody looks for a misspelling.</summary>
internal static class UnsupportedTypes
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(StringComparer.Ordinal,
    [
        "box", "circle", "line", "lseg", "path", "point", "polygon",
        "cidr", "inet", "macaddr", "macaddr8",
        "daterange", "int4range", "int8range", "numrange", "tsrange", "tstzrange",
        "datemultirange", "int4multirange", "int8multirange", "nummultirange", "tsmultirange", "tstzmultirange",
        "bit", "varbit", "money", "jsonpath", "xml", "tsquery", "tsvector", "gtsvector",
        "aclitem", "cid", "tid", "int2vector", "oidvector", "pg_lsn", "pg_snapshot", "txid_snapshot", "xid8", "refcursor",
        "regcollation", "regconfig", "regoper", "regprocedure",
        "pg_brin_bloom_summary", "pg_brin_minmax_multi_summary", "pg_dependencies", "pg_mcv_list", "pg_ndistinct", "pg_node_tree",
    ]);

    /// <summary>Whether a type of this name exists in PostgreSQL only.</summary>
    public static bool Contains(string name) => Names.Contains(name);
}
