using FederationGateway.Arrow;

namespace FederationGateway.DuckDb;

/// <summary>Values laid out alike on both sides: copied as they are.</summary>
internal sealed unsafe class FixedWidthGatherer(ArrowType type, int width) : ValuesGatherer(type, width)
{
    protected override void Convert(byte* source, byte* validity, int start, byte* target, int count) =>
        Buffer.MemoryCopy(source + ((long)start * Width), target, (long)count * Width, (long)count * Width);
}
