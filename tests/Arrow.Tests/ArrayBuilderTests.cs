using FederationGateway.Common;

namespace FederationGateway.Arrow.Tests;

public class ArrayBuilderTests
{
    [Fact]
    public void A_slice_knows_its_own_nulls_and_keeps_the_buffers_alive()
    {
        var before = ArrowBuffer.LiveCount;
        using var builder = new ArrayBuilder(NumberType.Int32);
        for (var i = 0; i < 5000; i++)
        {
            if (i % 3 == 0) builder.AppendNull();
            else builder.Append(i);
        }

        var whole = builder.Finish();
        whole.NullCount.ShouldBe(1667);
        var slice = whole.Slice(1, 2999);
        whole.Dispose();
        slice.NullCount.ShouldBe(999);
        slice.IsNull(2).ShouldBeTrue();
        slice.GetValue<int>(3).ShouldBe(4);
        using (var inner = slice.Slice(1000, 5)) inner.GetValue<int>(0).ShouldBe(1001);
        slice.Dispose();
        ArrowBuffer.LiveCount.ShouldBe(before);
    }

    [Fact]
    public void A_builder_starts_anew_after_each_array()
    {
        using var builder = new ArrayBuilder(SqlTypeMapping.ToArrow(SqlType.ArrayOf(SqlTypeKind.Text)));
        for (var round = 0; round < 3; round++)
        {
            builder.Child!.AppendString("a");
            builder.Child.AppendNull();
            builder.EndList();
            builder.AppendNull();
            builder.EndList();
            using var array = builder.Finish();
            array.Length.ShouldBe(3);
            array.NullCount.ShouldBe(1);
            array.Children[0].Length.ShouldBe(2);
            array.Children[0].GetString(0).ShouldBe("a");
        }
    }
}
