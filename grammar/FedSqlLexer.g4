/**
 * The words of the language: PostgreSQL's lexical rules.
 *
 * Keywords are declared here by name only. The lexer reads every word as an Identifier and the base class turns those that
 * are spelled like a token written in capitals into that token (a trailing underscore is not part of the keyword), so that
 * the automaton stays small. Everything of any length begins here and is scanned to its end by the base class.
 */
lexer grammar FedSqlLexer;

options { superClass = FederationGateway.Parser.Lexing.SqlLexerBase; }

tokens {
    // reserved
    ALL, ANALYSE, ANALYZE, AND, ANY, ARRAY, AS, ASC, ASYMMETRIC, BOTH, CASE, CAST, CHECK, COLLATE, COLUMN, CONSTRAINT, CREATE,
    CURRENT_CATALOG, CURRENT_DATE, CURRENT_ROLE, CURRENT_TIME, CURRENT_TIMESTAMP, CURRENT_USER, DEFAULT, DEFERRABLE, DESC,
    DISTINCT, DO, ELSE, END, EXCEPT, FALSE, FETCH, FOR, FOREIGN, FROM, GRANT, GROUP, HAVING, IN, INITIALLY, INTERSECT, INTO,
    LATERAL, LEADING, LIMIT, LOCALTIME, LOCALTIMESTAMP, NOT, NULL, OFFSET, ON, ONLY, OR, ORDER, PLACING, PRIMARY, REFERENCES,
    RETURNING, SELECT, SESSION_USER, SOME, SYMMETRIC, TABLE, THEN, TO, TRAILING, TRUE, UNION, UNIQUE, USER, USING, VARIADIC,
    WHEN, WHERE, WINDOW, WITH,
    // can name types and functions
    AUTHORIZATION, BINARY, COLLATION, CONCURRENTLY, CROSS, CURRENT_SCHEMA, FREEZE, FULL, ILIKE, INNER, IS, ISNULL, JOIN, LEFT,
    LIKE, NATURAL, NOTNULL, OUTER, OVERLAPS, RIGHT, SIMILAR, TABLESAMPLE, VERBOSE,
    // can name columns and tables
    BETWEEN, BIGINT, BIT, BOOLEAN, CHAR, CHARACTER, COALESCE, DEC, DECIMAL, EXISTS, EXTRACT, FLOAT, GREATEST, GROUPING, INT,
    INTEGER, INTERVAL, LEAST, NATIONAL, NCHAR, NONE, NORMALIZE, NULLIF, NUMERIC, OVERLAY, POSITION, PRECISION, REAL, ROW,
    SETOF, SMALLINT, SUBSTRING, TIME, TIMESTAMP, TREAT, TRIM, VALUES, VARCHAR, XMLCONCAT, XMLELEMENT, XMLEXISTS, XMLFOREST, XMLPARSE,
    XMLPI, XMLROOT, XMLSERIALIZE, XMLTABLE,
    // not reserved
    ABORT, ABSOLUTE, ACCESS, ACTION, ADAPTER, ADD, AGENT, ALTER, ALWAYS, ASENSITIVE, ASYNC, AT, ATTACH, BACKWARD, BEGIN, BREADTH, BY,
    CALL, CANCEL, CAPTURE, CASCADE, CASCADED, CHAIN, CHANGE, CHANGES, CHARACTERISTICS, CHECKPOINT, CLEAR, CLOSE, CLUSTER, COMMENT, COMMIT,
    COMMITTED, COMPRESSION, CONFIGURATION, CONFLICT, CONTINUE, COPY, CREDENTIAL, CSV, CUBE, CURRENT, CURSOR, CYCLE, DATA, DATABASE, DAY, DEALLOCATE,
    DECLARE, DEFERRED, DEFINITION, DELETE, DELIMITER, DELIMITERS, DEPTH, DETACH, DISABLE, DISCARD, DISTRIBUTE, DISTRIBUTION, DOCUMENT, DOUBLE, DPSERVER,
    DROP, ENABLE, ENCODING, ESCAPE, EXCEPTION, EXCEPTIONS, EXCLUDE, EXCLUDING, EXCLUSIVE, EXECUTE, EXPLAIN, FILE, FILTER, FIRST, FOLLOWING, FORCE,
    FORWARD, GENERATED, GLOBAL, GROUPS, HEADER, HINT, HISTORY, HOLD, HOUR, IDENTITY, IF, IGNORE, IMMEDIATE, IMPORT, INCLUDE, INCLUDING, INDEX,
    INDEXSERVER, INHERIT, INHERITS, INITIAL, INSENSITIVE, INSERT, ISOLATION, KEY, LANGUAGE, LAST, LATENCY, LEVEL, LISTEN, LOAD, LOCAL, LOCATION, LOCK,
    LOCKED, LOGICAL, MATCH, MATERIALIZED, MERGE, MINUTE, MODE, MONITORING, MONTH, MOVE, NAME, NAMES, NEXT, NFC, NFD, NFKC, NFKD, NO, NORMALIZED, NOTHING, NOTIFY, NOWAIT, NULLS,
    OBJECTS, OF, OFF, OPERATOR, OPTION, OPTIONS, ORDINALITY, OTHERS, OVER, OVERRIDING, OWNED, OWNER, PARTIAL, PARTITION, PLANS, POLICY,
    PRECEDING, PREPARE, PREPARED, PRESERVE, PRIOR, PROCEDURE, PROCESS, PROGRAM, PROPERTIES, PROPERTY, PSE, PURGE, QUEUE, QUOTE, RANGE, READ, REALTIME, REASSIGN, RECURSIVE, REFRESH,
    RELATIVE, RELEASE, REMOTE, REMOVE, RENAME, REPEATABLE, REPLACE, REPLICA, REPLICATION, RESET, RESTART, RESTRICT, RESTRICTED, RESUME, RESYNC, RETRY, REVOKE, ROLE, ROLLBACK,
    ROLLUP, ROWS, SAVEPOINT, SCHEMA, SCROLL, SEARCH, SECOND, SEQUENCE, SEQUENCES, SERIALIZABLE, SERVER, SESSION, SET, SETS, SHARE,
    SHARED, SHOW, SIMPLE, SKIP_, SNAPSHOT, SOURCE, START, STATISTICS, STDIN, STDOUT, STOP, STORAGE, STORED, SUBSCRIPTION, SUSPEND, SYSTEM,
    TABLESPACE, TARGET, TASK, TEMP, TEMPORARY, TIES, TOP, TRANSACTION, TRUNCATE, TYPE, UNBOUNDED, UNCOMMITTED, UNKNOWN, UNLISTEN, UNLOGGED,
    UNSET, UPDATE, UPSERT, VACUUM, VALID, VALIDATE, VALUE, VARYING, VIEW, VIRTUAL, WAIT, WITHIN, WITHOUT, WORK, WRAPPER, WRITE, YEAR, ZONE,
    // operators and texts the base class recognises
    Plus, Minus, Star, Slash, Percent, Caret, Less, Greater, Equal, LessEqual, GreaterEqual, NotEqual, Arrow,
    // :name in the body of a procedure, made of two tokens by the parser's ProcedureTokens
    NamedParameter
}

Whitespace : [ \t\r\n\f\u000B] { SkipSpace(); } ;
LineComment : '--' { SkipLine(); } ;

LeftParen : '(' ;
RightParen : ')' ;
LeftBracket : '[' ;
RightBracket : ']' ;
Comma : ',' ;
Semicolon : ';' ;
Dot : '.' ;
/** PL/pgSQL's; here it is an error, at both points. */
DotDot : '..' ;
Colon : ':' ;
ColonEquals : ':=' ;
TypeCast : '::' ;

Operator : [-~!@#^&|`?+*/%<>=] { ScanOperator(); } ;

Identifier : IdentifierStart { ScanWord(); } ;
QuotedIdentifier : '"' { ScanQuotedIdentifier(); } ;
UnicodeIdentifier : [uU] '&"' { ScanUnicodeIdentifier(); } ;

StringLiteral
    : ( '\'' | [nN] '\'' ) { ScanString(); }
    | [eE] '\'' { ScanEscapeString(); }
    | [uU] '&\'' { ScanUnicodeString(); }
    | '$' ( IdentifierStart ( IdentifierStart | [0-9] )* )? '$' { ScanDollarString(); }
    ;
BitString : [bBxX] '\'' { ScanBitString(); } ;

Parameter : '$' [0-9]+ ;
ParameterJunk : '$' [0-9]+ IdentifierStart IdentifierPart* { RejectParameterJunk(); } ;
IntegerLiteral
    : Digits
    | '0' [xX] ( '_'? [0-9a-fA-F] )+
    | '0' [oO] ( '_'? [0-7] )+
    | '0' [bB] ( '_'? [01] )+
    ;
NumericLiteral
    : Digits '.' Digits? Exponent?
    | '.' Digits Exponent?
    | Digits Exponent
    ;
NumberJunk : ( IntegerLiteral | NumericLiteral ) IdentifierStart IdentifierPart* { RejectNumberJunk(); } ;

/** Every other character: no rule of the parser takes it. */
Unexpected : . ;

fragment Digits : [0-9] ( '_'? [0-9] )* ;
fragment Exponent : [eE] [+-]? Digits ;
fragment IdentifierStart : [a-zA-Z_\u0080-\uFFFF] ;
fragment IdentifierPart : [a-zA-Z_0-9$\u0080-\uFFFF] ;
