"""sqlparse: formatting and splitting SQL"""

import sqlparse

print(
    sqlparse.format(
        "select a,b from t where a=1 and b in (select c from u)", reindent=True, keyword_case="upper"
    )
)
print(sqlparse.split("select 1; select ';'"), sqlparse.parse("insert into t values (1)")[0].get_type())
