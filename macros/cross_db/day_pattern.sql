{#- Neither look-ahead, which not every engine knows, nor \d, by which some mean the digits of every script. -#}
{% macro day_pattern() -%}
    {%- set year = '([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})' -%}
    {%- set leap_year = '([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)' -%}
    {%- set long_months = '(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])' -%}
    {%- set short_months = '(0[469]|11)-(0[1-9]|[12][0-9]|30)' -%}
    {{ return(
        year ~ '-(' ~ long_months ~ '|' ~ short_months ~ '|02-(0[1-9]|1[0-9]|2[0-8]))|' ~ leap_year ~ '-02-29'
    ) }}
{%- endmacro %}
