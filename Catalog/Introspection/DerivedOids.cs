namespace FederationGateway.Catalog.Introspection;

/// <summary>
/// OIDs of what the catalog does not number itself, computed so that they stay the same and never meet a counted one. Counted OIDs grow from 16384 and stay below 2^30.
/// <code>
/// 2^30 + (oid * 128) + slot      what belongs to relation oid: 0-47 index of a key, or other index from 47 down, 48-95 its constraint, 96-126 CHECK, 127 rule of a view
/// 3 * 2^29 + hash                default of a column (2^28 of them)
/// 7 * 2^28 + hash                adapter (2^28 of them)
/// </code>
/// All are below 2^31, so clients that read an OID as a signed number read the same one.
/// </summary>
internal static class DerivedOids
{
    public const int MaxKeys = 48;
    public const int MaxChecks = 31;

    private const long First = 1L << 30;
    private const long FirstDefault = 3L << 29;
    private const long FirstAdapter = 7L << 28;
    private const long HashMask = (1L << 28) - 1;
    private const int Slots = 128;
    private const int FirstConstraintSlot = MaxKeys;
    private const int FirstCheckSlot = 2 * MaxKeys;
    private const int RuleSlot = Slots - 1;

    public static long OfIndex(long relation, int key) => Of(relation, key);

    public static long OfKeyConstraint(long relation, int key) => Of(relation, FirstConstraintSlot + key);

    public static long OfCheck(long relation, int check) => Of(relation, FirstCheckSlot + check);

    public static long OfRule(long view) => Of(view, RuleSlot);

    public static long OfDefault(long relation, int column) => FirstDefault + (((relation * 1600) + column) & HashMask);

    public static long OfAdapter(string name)
    {
        // FNV-1a: the same in every process, which string.GetHashCode is not.
        var hash = 2166136261u;
        foreach (var character in name) hash = (hash ^ character) * 16777619u;
        return FirstAdapter + (hash & HashMask);
    }

    /// <summary>The relation and key an index OID stands for, or null.</summary>
    public static (long Relation, int Key)? Index(long oid) => Slot(oid) is (var relation, < FirstConstraintSlot and var slot) ? (relation, slot) : null;

    /// <summary>The relation and key a constraint OID stands for, or null.</summary>
    public static (long Relation, int Key)? KeyConstraint(long oid) =>
        Slot(oid) is (var relation, >= FirstConstraintSlot and < FirstCheckSlot and var slot) ? (relation, slot - FirstConstraintSlot) : null;

    /// <summary>The relation and number a CHECK constraint's OID stands for, or null.</summary>
    public static (long Relation, int Check)? Check(long oid) => Slot(oid) is (var relation, >= FirstCheckSlot and < RuleSlot and var slot) ? (relation, slot - FirstCheckSlot) : null;

    /// <summary>The view whose rule it is, or null.</summary>
    public static long? RuleView(long oid) => Slot(oid) is (var relation, RuleSlot) ? relation : null;

    private static long Of(long relation, int slot) => First + ((relation * Slots) + slot);

    private static (long Relation, int Slot)? Slot(long oid) => oid is >= First and < FirstDefault ? ((oid - First) / Slots, (int)((oid - First) % Slots)) : null;
}
