{#- A missing score is no fault of a row, so no test fails when all are missing. -#}
{% macro say_who_has_scores(results) -%}
    {%- if execute -%}
        {%- for result in results
            if result.node.name == 'health_scores_current' and result.status | string == 'success'
        -%}
            {%- set query -%}
                select count(*), count(score) from {{ result.node.relation_name }}
            {%- endset -%}
            {%- set counted = run_query(query).rows[0] -%}
            {%- if counted[0] > 0 and counted[1] == 0 -%}
                {{ log(
                    'NOBODY HAS A SCORE: ' ~ counted[0] ~ ' accounts are alive in the newest week and too little is known of'
                    ~ ' each. See data_quality_rejected_rows and data_quality_source_freshness.', info=true
                ) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
