using FederationGateway.Catalog;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Tasks;

/// <summary>Shows how far the load of a table of a task is.</summary>
/// <param name="show">Changes what is shown of the execution.</param>
internal sealed class TaskLoadWatch(Action<Func<TaskExecution, TaskExecution>> show, LocalTableEntry target, TimeProvider time) : ILoadWatch
{
    public void Rows(long count) => show(known => known with { Rows = known.Rows + count });

    public void Parts(IReadOnlyList<Expression> conditions) => show(known => known with
    {
        PartCount = known.PartCount + conditions.Count,
        Parts = known.Parts.SetItems(conditions.Select((condition, i) => KeyValuePair.Create((target.Oid, i + 1), new TaskPart(target.Schema, target.Name, condition.ToString())))),
    });

    public void PartBegan(int number) => Change(number, part => part with { Status = TaskPartStatus.Running, Start = Now });

    public void PartRows(int number, long count) => Change(number, part => part with { Rows = part.Rows + count });

    public void PartEnded(int number, bool isWhole) => Change(number, part => part with { Status = isWhole ? TaskPartStatus.Completed : TaskPartStatus.Failed, End = Now });

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private void Change(int number, Func<TaskPart, TaskPart> change) => show(known => known with { Parts = known.Parts.SetItem((target.Oid, number), change(known.Parts[(target.Oid, number)])) });
}
