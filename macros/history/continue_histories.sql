{#- An account whose id changed, by a merge in the CRM or a move to another one, goes on with the closed weeks of its former id;
    computed anew they would change what was published. -#}
{% macro continue_histories() -%}
    {%- set stored = stored_relation('int_account_weeks') -%}
    {%- if stored -%}
        {%- set moved_weeks = successors_weeks(stored) -%}
        {%- if run_query('select 1 as found from (' ~ moved_weeks ~ ') as moved limit 1').rows -%}
            {%- set weeks = stored.incorporate(path={'identifier': 'int_account_weeks__moved'}) -%}
            {%- do run_query('drop table if exists ' ~ weeks) -%}
            {%- do run_query('create table ' ~ weeks ~ ' as ' ~ moved_weeks) -%}
            {#- What the weeks are told by goes last: a run that is killed before is taken up by the next. -#}
            {%- for node in models_that_keep_weeks() if node.name != 'int_account_weeks' -%}
                {%- set relation = stored_relation(node.name) -%}
                {%- if relation -%}
                    {%- do move_weeks(relation, weeks) -%}
                {%- endif -%}
            {%- endfor -%}
            {%- do move_weeks(stored, weeks) -%}
            {%- do run_query('drop table ' ~ weeks) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
