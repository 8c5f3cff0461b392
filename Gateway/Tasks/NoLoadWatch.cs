using FederationGateway.Plan;

namespace FederationGateway.Gateway.Tasks;

/// <summary>For loads that nobody watches.</summary>
internal sealed class NoLoadWatch : ILoadWatch
{
    public static readonly NoLoadWatch Instance = new();

    public void Rows(long count)
    {
    }

    public void Parts(IReadOnlyList<Expression> conditions)
    {
    }

    public void PartBegan(int number)
    {
    }

    public void PartRows(int number, long count)
    {
    }

    public void PartEnded(int number, bool isWhole)
    {
    }
}
