{#- An account whose id changed, by a merge in the CRM or a move to another one, goes on with the closed weeks of its former id;
    computed anew they would change what was published. -#}
{% macro continue_histories() -%}
    {%- set stored = stored_relation('int_account_weeks') -%}
    {%- if stored -%}
        {%- set successions = account_successions_of(stored) -%}
        {%- if run_query('select 1 as found from (' ~ successions ~ ') as found_ids limit 1').rows -%}
            {%- set ids = stored.incorporate(path={'identifier': 'int_account_weeks__moved'}) -%}
            {%- do run_and_commit('drop table if exists ' ~ ids) -%}
            {%- do run_and_commit('create table ' ~ ids ~ ' ' ~ table_format() ~ ' as ' ~ successions) -%}
            {#- What the ids are told by goes last: a run that is killed before is taken up by the next. -#}
            {%- for node in models_that_keep_weeks() if node.name != 'int_account_weeks' -%}
                {%- set relation = stored_relation(node.name) -%}
                {%- if relation -%}
                    {%- do move_weeks(relation, ids) -%}
                {%- endif -%}
            {%- endfor -%}
            {%- do move_weeks(stored, ids) -%}
            {%- do run_and_commit('drop table ' ~ ids) -%}
        {%- endif -%}
        {#- Asking may have opened a transaction, and not every engine has one open here. -#}
        {%- do run_and_commit('select 1 as asked') -%}
    {%- endif -%}
{%- endmacro %}
