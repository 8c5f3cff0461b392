namespace FederationGateway.Arrow.Tests;

public unsafe class BitUtilityTests
{
    private const int Bits = 1024;

    [Fact]
    public void Copies_between_any_two_positions_and_leaves_the_rest_alone()
    {
        var random = new Random(1);
        var source = new byte[(Bits / 8) + 16];
        random.NextBytes(source);
        for (var round = 0; round < 5000; round++)
        {
            var target = new byte[(Bits / 8) + 16];
            random.NextBytes(target);
            var expected = (byte[])target.Clone();
            var (from, to) = (random.Next(100), random.Next(100));
            var length = random.Next(Bits - 100);
            fixed (byte* s = source, t = target, e = expected)
            {
                for (var i = 0; i < length; i++)
                {
                    if (BitUtility.GetBit(s, from + i)) BitUtility.SetBit(e, to + i);
                    else BitUtility.ClearBit(e, to + i);
                }

                BitUtility.Copy(s, from, t, to, length);
            }

            target.ShouldBe(expected);
        }
    }

    [Fact]
    public void Fills_and_counts_runs_at_any_position()
    {
        var random = new Random(2);
        for (var round = 0; round < 5000; round++)
        {
            var bits = new byte[Bits / 8];
            random.NextBytes(bits);
            var (offset, length) = (random.Next(100), random.Next(Bits - 100));
            var value = random.Next(2) == 0;
            fixed (byte* b = bits)
            {
                var before = BitUtility.CountSet(b, 0, offset) + BitUtility.CountSet(b, offset + length, Bits - offset - length);
                BitUtility.Fill(b, offset, length, value);
                BitUtility.CountSet(b, offset, length).ShouldBe(value ? length : 0);
                (BitUtility.CountSet(b, 0, offset) + BitUtility.CountSet(b, offset + length, Bits - offset - length)).ShouldBe(before);
            }
        }
    }
}
