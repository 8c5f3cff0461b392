namespace FederationGateway.Differential.Generation;

/// <summary>Random choices that are the same for the same seed on every machine and runtime (SplitMix64).</summary>
public sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The dice of one statement of a run.</summary>
    public static Dice For(long seed, int index) => new(Mix((ulong)seed * 0x9E3779B97F4A7C15UL) ^ Mix((ulong)index + 1));

    /// <summary>A number from 0 to <paramref name="sides"/> - 1.</summary>
    public int Roll(int sides) => (int)(Next() % (ulong)sides);

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public int Between(int low, int high) => low + Roll(high - low + 1);

    /// <summary>True in so many of a hundred cases.</summary>
    public bool Chance(int percent) => Roll(100) < percent;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Roll(choices.Count)];

    public T OneOf<T>(params ReadOnlySpan<T> choices) => choices[Roll(choices.Length)];

    private ulong Next() => Mix(_state += 0x9E3779B97F4A7C15UL);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
