using System.Runtime.InteropServices;

namespace FederationGateway.Arrow;

/// <summary>
/// Native memory, 64-byte aligned, with at least 64 bytes of slack behind <see cref="Length"/> (16-byte loads may run past the end), shared by reference count.
/// Whoever holds a reference releases it exactly once; the last release frees the memory.
/// </summary>
public sealed unsafe class ArrowBuffer
{
    private const int Alignment = 64;
    private const int Slack = 64;
    private static long s_liveCount;
    private byte* _pointer;
    private long _capacity;
    private int _references = 1;

    private ArrowBuffer(byte* pointer, long capacity)
    {
        _pointer = pointer;
        _capacity = capacity;
        Interlocked.Increment(ref s_liveCount);
    }

    /// <summary>How many buffers exist in the process: tests expect it to come back to where it was.</summary>
    public static long LiveCount => Interlocked.Read(ref s_liveCount);

    public byte* Pointer => _pointer;

    /// <summary>Bytes in use.</summary>
    public long Length { get; set; }

    /// <summary>Bytes that can be used without growing.</summary>
    public long Capacity => _capacity;

    public Span<byte> Span => new(_pointer, checked((int)Length));

    /// <summary>Memory of <paramref name="capacity"/> bytes; zeroed when asked for. <see cref="Length"/> starts at 0.</summary>
    public static ArrowBuffer Allocate(long capacity, bool zeroed = false)
    {
        capacity = Math.Max(capacity, Alignment);
        var pointer = (byte*)NativeMemory.AlignedAlloc((nuint)(capacity + Slack), Alignment);
        if (zeroed) NativeMemory.Clear(pointer, (nuint)(capacity + Slack));
        return new ArrowBuffer(pointer, capacity);
    }

    /// <summary>Makes room for <paramref name="capacity"/> bytes, keeping the first <see cref="Length"/>. Only while nobody else holds a reference.</summary>
    public void Grow(long capacity)
    {
        if (capacity <= _capacity) return;
        capacity = Math.Max(capacity, _capacity * 2);
        _pointer = (byte*)NativeMemory.AlignedRealloc(_pointer, (nuint)(capacity + Slack), Alignment);
        _capacity = capacity;
    }

    public ArrowBuffer Retain()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    public void Release()
    {
        var left = Interlocked.Decrement(ref _references);
        if (left > 0) return;
        ObjectDisposedException.ThrowIf(left < 0, this);
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
        Interlocked.Decrement(ref s_liveCount);
    }
}
