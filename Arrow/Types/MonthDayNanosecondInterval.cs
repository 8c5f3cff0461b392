using System.Runtime.InteropServices;

namespace FederationGateway.Arrow;

/// <summary>One value of an <see cref="IntervalType"/> array, in the order Arrow lays it out.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MonthDayNanosecondInterval(int Months, int Days, long Nanoseconds)
{
    public long Microseconds => Nanoseconds / 1000;
}
