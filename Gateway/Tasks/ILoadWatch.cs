using FederationGateway.Plan;

namespace FederationGateway.Gateway.Tasks;

/// <summary>Hears how far the load of a table is. Called from several threads.</summary>
internal interface ILoadWatch
{
    /// <summary>So many more rows have come.</summary>
    void Rows(long count);

    /// <summary>The table is read in these parts, numbered from 1.</summary>
    void Parts(IReadOnlyList<Expression> conditions);

    void PartBegan(int number);

    void PartRows(int number, long count);

    void PartEnded(int number, bool isWhole);
}
