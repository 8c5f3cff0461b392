namespace FederationGateway.Catalog.SystemViews.PgCatalog.Data;

/// <summary>A type as PostgreSQL's <c>pg_type.dat</c> has it; functions by OID.</summary>
internal sealed record TypeRow(
    int Oid, string Name, short Length, bool IsByValue, char Type, char Category, bool IsPreferred, int Element, int Array, int Subscript,
    int Input, int Output, int Receive, int Send, int ModifierInput, int ModifierOutput, char Align, char Storage, int Collation)
{
    public int Analyze { get; init; }
}

/// <summary>PostgreSQL's types as far as the gateway has them, and those its catalogs mention.</summary>
internal static class TypeRows
{
    private const int ArraySubscriptHandler = 6179;
    private const int ArrayAnalyze = 3816;

    private static readonly TypeRow[] Base =
    [
        new(16, "bool", 1, true, 'b', 'B', true, 0, 1000, 0, 1242, 1243, 2436, 2437, 0, 0, 'c', 'p', 0),
        new(17, "bytea", -1, false, 'b', 'U', false, 0, 1001, 0, 1244, 31, 2412, 2413, 0, 0, 'i', 'x', 0),
        new(18, "char", 1, true, 'b', 'Z', false, 0, 1002, 0, 1245, 33, 2434, 2435, 0, 0, 'c', 'p', 0),
        new(19, "name", 64, false, 'b', 'S', false, 18, 1003, 6180, 34, 35, 2422, 2423, 0, 0, 'c', 'p', 950),
        new(20, "int8", 8, true, 'b', 'N', false, 0, 1016, 0, 460, 461, 2408, 2409, 0, 0, 'd', 'p', 0),
        new(21, "int2", 2, true, 'b', 'N', false, 0, 1005, 0, 38, 39, 2404, 2405, 0, 0, 's', 'p', 0),
        new(22, "int2vector", -1, false, 'b', 'A', false, 21, 1006, 6179, 40, 41, 2410, 2411, 0, 0, 'i', 'p', 0),
        new(23, "int4", 4, true, 'b', 'N', false, 0, 1007, 0, 42, 43, 2406, 2407, 0, 0, 'i', 'p', 0),
        new(24, "regproc", 4, true, 'b', 'N', false, 0, 1008, 0, 44, 45, 2444, 2445, 0, 0, 'i', 'p', 0),
        new(25, "text", -1, false, 'b', 'S', true, 0, 1009, 0, 46, 47, 2414, 2415, 0, 0, 'i', 'x', 100),
        new(26, "oid", 4, true, 'b', 'N', true, 0, 1028, 0, 1798, 1799, 2418, 2419, 0, 0, 'i', 'p', 0),
        new(27, "tid", 6, false, 'b', 'U', false, 0, 1010, 0, 48, 49, 2438, 2439, 0, 0, 's', 'p', 0),
        new(28, "xid", 4, true, 'b', 'U', false, 0, 1011, 0, 50, 51, 2440, 2441, 0, 0, 'i', 'p', 0),
        new(29, "cid", 4, true, 'b', 'U', false, 0, 1012, 0, 52, 53, 2442, 2443, 0, 0, 'i', 'p', 0),
        new(30, "oidvector", -1, false, 'b', 'A', false, 26, 1013, 6179, 54, 55, 2420, 2421, 0, 0, 'i', 'p', 0),
        new(114, "json", -1, false, 'b', 'U', false, 0, 199, 0, 321, 322, 323, 324, 0, 0, 'i', 'x', 0),
        new(194, "pg_node_tree", -1, false, 'b', 'Z', false, 0, 0, 0, 195, 196, 197, 198, 0, 0, 'i', 'x', 100),
        new(700, "float4", 4, true, 'b', 'N', false, 0, 1021, 0, 200, 201, 2424, 2425, 0, 0, 'i', 'p', 0),
        new(701, "float8", 8, true, 'b', 'N', true, 0, 1022, 0, 214, 215, 2426, 2427, 0, 0, 'd', 'p', 0),
        new(705, "unknown", -2, false, 'p', 'X', false, 0, 0, 0, 109, 110, 2416, 2417, 0, 0, 'c', 'p', 0),
        new(1033, "aclitem", 12, false, 'b', 'U', false, 0, 1034, 0, 1031, 1032, 0, 0, 0, 0, 'i', 'p', 0),
        new(1042, "bpchar", -1, false, 'b', 'S', false, 0, 1014, 0, 1044, 1045, 2430, 2431, 2913, 2914, 'i', 'x', 100),
        new(1043, "varchar", -1, false, 'b', 'S', false, 0, 1015, 0, 1046, 1047, 2432, 2433, 2915, 2916, 'i', 'x', 100),
        new(1082, "date", 4, true, 'b', 'D', false, 0, 1182, 0, 1084, 1085, 2468, 2469, 0, 0, 'i', 'p', 0),
        new(1083, "time", 8, true, 'b', 'D', false, 0, 1183, 0, 1143, 1144, 2470, 2471, 2909, 2910, 'd', 'p', 0),
        new(1114, "timestamp", 8, true, 'b', 'D', false, 0, 1115, 0, 1312, 1313, 2474, 2475, 2905, 2906, 'd', 'p', 0),
        new(1184, "timestamptz", 8, true, 'b', 'D', true, 0, 1185, 0, 1150, 1151, 2476, 2477, 2907, 2908, 'd', 'p', 0),
        new(1186, "interval", 16, false, 'b', 'T', true, 0, 1187, 0, 1160, 1161, 2478, 2479, 2903, 2904, 'd', 'p', 0),
        new(1266, "timetz", 12, false, 'b', 'D', false, 0, 1270, 0, 1350, 1351, 2472, 2473, 2911, 2912, 'd', 'p', 0),
        new(1700, "numeric", -1, false, 'b', 'N', false, 0, 1231, 0, 1701, 1702, 2460, 2461, 2917, 2918, 'i', 'm', 0),
        new(2202, "regprocedure", 4, true, 'b', 'N', false, 0, 2207, 0, 2212, 2213, 2446, 2447, 0, 0, 'i', 'p', 0),
        new(2205, "regclass", 4, true, 'b', 'N', false, 0, 2210, 0, 2218, 2219, 2452, 2453, 0, 0, 'i', 'p', 0),
        new(2206, "regtype", 4, true, 'b', 'N', false, 0, 2211, 0, 2220, 2221, 2454, 2455, 0, 0, 'i', 'p', 0),
        new(2249, "record", -1, false, 'p', 'P', false, 0, 2287, 0, 2290, 2291, 2402, 2403, 0, 0, 'd', 'x', 0),
        new(2275, "cstring", -2, false, 'p', 'P', false, 0, 1263, 0, 2292, 2293, 2500, 2501, 0, 0, 'c', 'p', 0),
        new(2276, "any", 4, true, 'p', 'P', false, 0, 0, 0, 2294, 2295, 0, 0, 0, 0, 'i', 'p', 0),
        new(2277, "anyarray", -1, false, 'p', 'P', false, 0, 0, 0, 2296, 2297, 2502, 2503, 0, 0, 'd', 'x', 0),
        new(2278, "void", 4, true, 'p', 'P', false, 0, 0, 0, 2298, 2299, 3120, 3121, 0, 0, 'i', 'p', 0),
        new(2279, "trigger", 4, true, 'p', 'P', false, 0, 0, 0, 2300, 2301, 0, 0, 0, 0, 'i', 'p', 0),
        new(2280, "language_handler", 4, true, 'p', 'P', false, 0, 0, 0, 2302, 2303, 0, 0, 0, 0, 'i', 'p', 0),
        new(2281, "internal", 8, true, 'p', 'P', false, 0, 0, 0, 2304, 2305, 0, 0, 0, 0, 'd', 'p', 0),
        new(2283, "anyelement", 4, true, 'p', 'P', false, 0, 0, 0, 2312, 2313, 0, 0, 0, 0, 'i', 'p', 0),
        new(2776, "anynonarray", 4, true, 'p', 'P', false, 0, 0, 0, 2777, 2778, 0, 0, 0, 0, 'i', 'p', 0),
        new(2950, "uuid", 16, false, 'b', 'U', false, 0, 2951, 0, 2952, 2953, 2961, 2962, 0, 0, 'c', 'p', 0),
        new(3115, "fdw_handler", 4, true, 'p', 'P', false, 0, 0, 0, 3116, 3117, 0, 0, 0, 0, 'i', 'p', 0),
        new(3500, "anyenum", 4, true, 'p', 'P', false, 0, 0, 0, 3504, 3505, 0, 0, 0, 0, 'i', 'p', 0),
        new(3802, "jsonb", -1, false, 'b', 'U', false, 0, 3807, 6098, 3806, 3804, 3805, 3803, 0, 0, 'i', 'x', 0),
        new(3831, "anyrange", -1, false, 'p', 'P', false, 0, 0, 0, 3832, 3833, 0, 0, 0, 0, 'd', 'x', 0),
        new(3838, "event_trigger", 4, true, 'p', 'P', false, 0, 0, 0, 3594, 3595, 0, 0, 0, 0, 'i', 'p', 0),
        new(2204, "regoperator", 4, true, 'b', 'N', false, 0, 2209, 0, 2216, 2217, 2450, 2451, 0, 0, 'i', 'p', 0),
        new(3769, "regdictionary", 4, true, 'b', 'N', false, 0, 3770, 0, 3771, 3772, 3773, 3774, 0, 0, 'i', 'p', 0),
        new(4089, "regnamespace", 4, true, 'b', 'N', false, 0, 4090, 0, 4084, 4085, 4087, 4088, 0, 0, 'i', 'p', 0),
        new(4096, "regrole", 4, true, 'b', 'N', false, 0, 4097, 0, 4098, 4092, 4094, 4095, 0, 0, 'i', 'p', 0),
        new(5077, "anycompatible", 4, true, 'p', 'P', false, 0, 0, 0, 5086, 5087, 0, 0, 0, 0, 'i', 'p', 0),
        new(5078, "anycompatiblearray", -1, false, 'p', 'P', false, 0, 0, 0, 5088, 5089, 5090, 5091, 0, 0, 'd', 'x', 0),
    ];

    /// <summary>The types and their array types, by OID.</summary>
    public static IReadOnlyDictionary<int, TypeRow> ByOid { get; } = Base.Concat(Base.Where(row => row.Array != 0).Select(ArrayOf)).OrderBy(row => row.Oid).ToDictionary(row => row.Oid);

    public static IReadOnlyDictionary<string, TypeRow> ByName { get; } = ByOid.Values.ToDictionary(row => row.Name, StringComparer.Ordinal);

    // Every array type is the same but for its element; an array of 8-byte values is aligned to 8.
    private static TypeRow ArrayOf(TypeRow element) => new(
        element.Array, "_" + element.Name, -1, false, element.Type == 'p' && element.Name != "cstring" ? 'p' : 'b', element.Type == 'p' && element.Name != "cstring" ? 'P' : 'A', false, element.Oid, 0, ArraySubscriptHandler,
        750, 751, 2400, 2401, element.ModifierInput, element.ModifierOutput, element.Align == 'd' ? 'd' : 'i', 'x', element.Collation)
    {
        Analyze = ArrayAnalyze,
    };
}
