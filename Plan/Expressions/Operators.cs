namespace FederationGateway.Plan;

public enum ComparisonOperator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, IsDistinctFrom, IsNotDistinctFrom }

public enum ArithmeticOperator { Add, Subtract, Multiply, Divide, Modulo }

public enum LogicalOperator { And, Or }

public enum Quantifier { Any, All }

/// <summary>When a function's result may change: PostgreSQL's three classes. Volatile never moves, stable is folded once per statement.</summary>
public enum Volatility { Immutable, Stable, Volatile }
