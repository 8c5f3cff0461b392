namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// A place in a source's stream of changes, in bytes of the source's own that order as the changes do (compared unsigned, from the first byte on).
/// A log's position, for example, with its highest byte first.
/// </summary>
public sealed class ChangePosition(ReadOnlyMemory<byte> bytes) : IComparable<ChangePosition>, IEquatable<ChangePosition>
{
    /// <summary>No more than these, as <c>LAST_PROCESSED_COMMIT_SEQUENCE_ID</c> has it.</summary>
    public const int MostBytes = 68;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes.Length <= MostBytes ? bytes : throw new ArgumentException($"a position has at most {MostBytes} bytes", nameof(bytes));

    public static ChangePosition FromHex(string text) => new(Convert.FromHexString(text));

    public int CompareTo(ChangePosition? other) => other is null ? 1 : Bytes.Span.SequenceCompareTo(other.Bytes.Span);

    public bool Equals(ChangePosition? other) => other is not null && Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override bool Equals(object? obj) => Equals(obj as ChangePosition);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>Hexadecimal, as <see cref="FromHex"/> reads it.</summary>
    public override string ToString() => Convert.ToHexString(Bytes.Span);

    public static bool operator ==(ChangePosition? left, ChangePosition? right) => Equals(left, right);

    public static bool operator !=(ChangePosition? left, ChangePosition? right) => !Equals(left, right);

    public static bool operator <(ChangePosition left, ChangePosition right) => left.CompareTo(right) < 0;

    public static bool operator <=(ChangePosition left, ChangePosition right) => left.CompareTo(right) <= 0;

    public static bool operator >(ChangePosition left, ChangePosition right) => left.CompareTo(right) > 0;

    public static bool operator >=(ChangePosition left, ChangePosition right) => left.CompareTo(right) >= 0;
}
